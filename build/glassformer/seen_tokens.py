"""Which tokens a model's training text held: a bit set in a file beside the checkpoint, where its author knows.

Token ``id`` is bit ``id % 8``, from the lowest, of byte ``id // 8``. A browser reads the same file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glassformer.errors import GlassformerError
from glassformer.files import write_atomically

SEEN_FILE = "seen_tokens.bin"


def save_seen(path: Path, seen: NDArray[np.int64], d_vocab: int) -> None:
    """Write the seen ids."""
    bits = np.zeros(d_vocab, dtype=np.uint8)
    bits[seen] = 1
    write_atomically(path, np.packbits(bits, bitorder="little").tobytes())


def load_seen(path: Path, d_vocab: int) -> NDArray[np.int64]:
    """``[n_seen]``: the ids that `save_seen` wrote. Raises GlassformerError for a file of another vocabulary's size."""
    content, expected = path.read_bytes(), -(-d_vocab // 8)
    if len(content) != expected:
        raise GlassformerError(f"{path}: {len(content)} bytes; a bit for each of {d_vocab} tokens takes {expected}")
    bits = np.unpackbits(np.frombuffer(content, dtype=np.uint8), count=d_vocab, bitorder="little")
    return np.flatnonzero(bits)
