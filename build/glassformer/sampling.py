"""How a token is drawn from a distribution: the counterpart of the browser's core/sampling.ts and core/random.ts.

The same logits, settings and seed give the same token in both: `tests/python/test_sampling.py` holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WARM_UP = 18  # rounds after which sfc32 has mixed its seed through
WORD = 0xFFFFFFFF


@dataclass(frozen=True)
class Sampling:
    """``temperature`` divides the logits, 0 = always the most probable token; None = no such filter."""

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float | None = None


@dataclass(frozen=True)
class Sampled:
    """What is left of a distribution: ``probabilities [kept]`` of the first tokens of ``order [vocab]``, best first."""

    probabilities: NDArray[np.float64]
    order: NDArray[np.int64]

    @property
    def entropy(self) -> float:
        """In nats."""
        shares = self.probabilities[self.probabilities > 0]  # the smallest may have become 0
        return float(-(shares * np.log(shares)).sum())

    def draw(self, uniform: float) -> int:
        """The token that a number in [0, 1) falls on when the probabilities are laid one after the other."""
        place = int(np.searchsorted(np.cumsum(self.probabilities), uniform, side="right"))
        return int(self.order[min(place, len(self.probabilities) - 1)])  # rounding may leave the sum just below 1


def uniform(seed: int, index: int) -> float:
    """A number in [0, 1) for each seed and index: 53 bits of sfc32 (Doty-Humphrey, PractRand), started anew at each."""
    a, b, c, counter = seed & WORD, (seed >> 32) & WORD, index & WORD, 1
    numbers = []
    for _ in range(WARM_UP + 2):
        total = (a + b + counter) & WORD
        counter = (counter + 1) & WORD
        a, b = b ^ (b >> 9), (c + (c << 3)) & WORD
        c = (((c << 21) | (c >> 11)) + total) & WORD
        numbers.append(total)
    high, low = numbers[-2:]
    return ((high >> 5) * 2**26 + (low >> 6)) / 2**53


def sample(logits: NDArray[np.float32], sampling: Sampling) -> Sampled:
    """Temperature, then top-k, then top-p, each over the whole vocabulary, on ``logits [vocab]``.

    The nucleus is the smallest set of most probable tokens whose probability (after temperature and top-k) reaches p.
    Source: Holtzman et al. 2020, https://arxiv.org/abs/1904.09751
    """
    order = np.argsort(-logits, kind="stable")
    if sampling.temperature == 0:
        return Sampled(np.ones(1), order)
    ranked = logits[order[: sampling.top_k]].astype(np.float64)
    weights = np.exp((ranked - ranked[0]) / sampling.temperature)
    if sampling.top_p is not None:
        sums = np.cumsum(weights)
        weights = weights[: int(np.searchsorted(sums, sampling.top_p * sums[-1])) + 1]
    return Sampled(weights / np.cumsum(weights)[-1], order)
