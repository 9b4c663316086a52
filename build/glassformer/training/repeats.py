"""Windows that repeat a passage of their own: what teaches a small model to look back (induction)."""

from dataclasses import dataclass

import numpy as np

from glassformer.training.settings import Settings


@dataclass(frozen=True)
class Repeats:
    """Turns some windows of a batch into windows with a repeated passage."""

    settings: Settings
    seen: np.ndarray  # [n_seen] ids that occur in the training text
    frequency: np.ndarray  # [n_seen] their share of it

    def apply(self, batch: np.ndarray, step: int) -> tuple[np.ndarray, np.ndarray]:
        """(tokens [batch, length], weight of each token as a target [batch, length] float32).

        Tokens drawn at random cannot be predicted the first time, so there they have weight 0.
        """
        rng = np.random.default_rng((self.settings.seed, 1, step))
        tokens, weight = batch.copy(), np.ones(batch.shape, dtype=np.float32)
        for row in np.flatnonzero(rng.random(len(batch)) < self.settings.repeat_share):
            self._repeat(rng, tokens[row], weight[row])
        return tokens, weight

    def _repeat(self, rng: np.random.Generator, window: np.ndarray, weight: np.ndarray) -> None:
        """Natural text up to a random place, then a passage again and again, sometimes with other text in between."""
        length = len(window)
        low, high = self.settings.repeat_period
        high = min(high, length // 2)
        period = int(np.exp(rng.uniform(np.log(low), np.log(high + 1))))
        start = int(rng.integers(0, length - 2 * period + 1)) if rng.random() < 0.5 else 0
        random = rng.random() < self.settings.repeat_random
        passage = self._random_passage(rng, period) if random else window[start : start + period].copy()
        if not random and rng.random() < 0.5:
            rng.shuffle(passage)
            random = True
        gap_at_most = int(rng.integers(0, 2)) * 24
        place, first = start, True
        while place < length:
            end = min(place + period, length)
            window[place:end] = passage[: end - place]
            if first and random:
                weight[place:end] = 0
            first = False
            place = end + (int(rng.integers(0, gap_at_most + 1)) if gap_at_most else 0)

    def _random_passage(self, rng: np.random.Generator, period: int) -> np.ndarray:
        if rng.random() < self.settings.repeat_few:
            few = self._random_tokens(rng, int(rng.integers(2, 2 + max(1, period // 3))))
            return rng.choice(few, period)
        return self._random_tokens(rng, period)

    def _random_tokens(self, rng: np.random.Generator, period: int) -> np.ndarray:
        """Half the time every seen token is as likely, else as likely as in the text."""
        if rng.random() < 0.5:
            return rng.choice(self.seen, period)
        return self.seen[np.searchsorted(np.cumsum(self.frequency), rng.random(period) * (1 - 1e-9))]
