"""Packs a variant's tensors into external-data files, and cuts these into shards for transport.

An ONNX initializer cannot span files, so a file holds whole tensors: many small ones up to `FILE_BYTES`, or one large
one. A shard is a piece of a file; a reader joins a file's shards and never needs the whole model in one buffer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE_BYTES = 20_000_000  # up to which tensors share an external-data file
# Far below what content delivery networks allow for one file: a reader holds whole shards to check and store them.
SHARD_BYTES = 5_000_000
ALIGNMENT = 64


@dataclass(frozen=True)
class Slot:
    """Where a tensor's bytes lie: external-data file, offset, length."""

    path: str
    offset: int
    bytes: int


class WeightsPacker:
    """Collects tensors in order; `write` puts them on disk as content-named shards."""

    def __init__(self) -> None:
        self._files: list[list[NDArray]] = []
        self._sizes: list[int] = []

    def add(self, array: NDArray) -> Slot:
        """Place a tensor; a file is closed when the next tensor would push it over `FILE_BYTES`."""
        length = array.nbytes
        if not self._files or self._sizes[-1] + length > FILE_BYTES:
            self._files.append([])
            self._sizes.append(0)
        offset = self._sizes[-1]
        self._files[-1].append(array)
        self._sizes[-1] = -(-(offset + length) // ALIGNMENT) * ALIGNMENT
        return Slot(path=f"weights-{len(self._files) - 1}.bin", offset=offset, bytes=length)

    def write(self, folder: Path, prefix: str) -> list[dict[str, Any]]:
        """Write all shards into ``folder``; returns the manifest's ``weights`` list."""
        return [
            {"path": f"weights-{index}.bin", "bytes": size, "shards": self._write_file(arrays, folder, prefix)}
            for index, (arrays, size) in enumerate(zip(self._files, self._sizes, strict=True))
        ]

    def _write_file(self, arrays: list[NDArray], folder: Path, prefix: str) -> list[dict[str, Any]]:
        content = bytearray()
        for array in arrays:
            content += np.ascontiguousarray(array).tobytes()
            content += bytes(-len(content) % ALIGNMENT)
        pieces = [content[start : start + SHARD_BYTES] for start in range(0, len(content), SHARD_BYTES)]
        return [write_named(folder, prefix, ".bin", bytes(piece)) for piece in pieces]


def write_named(folder: Path, prefix: str, suffix: str, content: bytes) -> dict[str, Any]:
    """Write ``content`` under a name that holds its hash, cacheable for ever; returns file, bytes, sha256."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{prefix}-{digest[:16]}{suffix}"
    (folder / name).write_bytes(content)
    return {"file": name, "bytes": len(content), "sha256": digest}
