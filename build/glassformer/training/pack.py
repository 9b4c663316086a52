"""Documents -> one stream of token ids per shard -> the training windows of each step.

The windows of a step depend on the seed and the step alone, so a run that stops and resumes reads the same data.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from glassformer.training.corpus import Document

END_OF_TEXT = 50256
D_VOCAB = 50257
ENCODE_BATCH = 256

# How often an epoch reads each shard: the simplest English most, the Factbook's numbers seldom.
REPEATS = {
    "tinystories": 4.0,
    "storybooks-ccby": 3.0,
    "gutenberg-children": 1.0,
    "gutenberg-children-usonly": 1.0,
    "prose": 0.8,
    "facts": 0.5,
}


def encode(documents: list[Document], tokenizer: Tokenizer) -> dict[str, np.ndarray]:
    """{shard: [n_token] uint16}, documents in order, each followed by `<|endoftext|>`."""
    streams: dict[str, np.ndarray] = {}
    for shard in sorted({document.shard for document in documents}):
        texts = [document.text for document in documents if document.shard == shard]
        ids: list[np.ndarray] = []
        for start in range(0, len(texts), ENCODE_BATCH):
            for encoding in tokenizer.encode_batch_fast(texts[start : start + ENCODE_BATCH]):
                ids.append(np.array([*encoding.ids, END_OF_TEXT], dtype=np.uint16))
        streams[shard] = np.concatenate(ids)
    return streams


def save_streams(path: Path, streams: dict[str, np.ndarray]) -> None:
    """Write the streams to one .npz, atomically."""
    temporary = path.with_suffix(".tmp.npz")
    np.savez(temporary, **streams)  # pyright: ignore[reportArgumentType]
    temporary.replace(path)


def load_streams(path: Path) -> dict[str, np.ndarray]:
    """The streams that save_streams wrote."""
    with np.load(path) as arrays:
        return {name: arrays[name] for name in arrays.files}


@dataclass(frozen=True)
class Windows:
    """Windows of `length` tokens over the streams, shuffled anew each epoch."""

    streams: dict[str, np.ndarray]
    length: int
    seed: int

    def epoch(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """(tokens [n_token] of the epoch, window starts [n_window] in the order in which they are read).

        Of a shard with 2.5 repeats an epoch holds two copies and a random half. Each is rotated at random, or its
        windows would be cut at the same places every time.
        """
        rng = np.random.default_rng((self.seed, number))
        parts: list[np.ndarray] = []
        for shard, stream in sorted(self.streams.items()):
            repeats = REPEATS.get(shard, 1.0)
            while repeats > 0:
                rotated = np.roll(stream, int(rng.integers(len(stream))))
                parts.append(rotated[: round(min(repeats, 1.0) * len(stream))])
                repeats -= 1
        tokens = np.concatenate(parts)
        starts = np.arange(0, len(tokens) - self.length + 1, self.length)
        return tokens, rng.permutation(starts)


class Batches:
    """batch(step) -> [batch_size, length] int64. Keeps the current epoch, so steps are cheapest in order."""

    def __init__(self, windows: Windows, batch_size: int) -> None:
        self.windows = windows
        self.batch_size = batch_size
        self._firsts = [0]  # first step of each epoch known so far
        self._epoch = -1
        self._tokens = np.empty(0, dtype=np.uint16)
        self._starts = np.empty(0, dtype=np.int64)

    def batch(self, step: int) -> np.ndarray:
        """The windows of `step`, counted from 0."""
        self._seek(step)
        offset = (step - self._firsts[self._epoch]) * self.batch_size
        starts = self._starts[offset : offset + self.batch_size]
        return np.stack([self._tokens[start : start + self.windows.length] for start in starts]).astype(np.int64)

    def epoch_of(self, step: int) -> int:
        """The number of the epoch that `step` belongs to, from 0."""
        self._seek(step)
        return self._epoch

    def _seek(self, step: int) -> None:
        epoch = max(i for i, first in enumerate(self._firsts) if first <= step)
        while epoch != self._epoch:
            self._epoch = epoch
            self._tokens, self._starts = self.windows.epoch(epoch)
            n_step = len(self._starts) // self.batch_size
            if n_step == 0:
                raise ValueError(f"the text has {len(self._starts)} windows, fewer than a batch of {self.batch_size}")
            if len(self._firsts) == epoch + 1:
                self._firsts.append(self._firsts[epoch] + n_step)
            if step >= self._firsts[epoch + 1]:
                epoch += 1
