"""Trace files: safetensors with one metadata key, checked against the contract before anything is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_safetensors
from safetensors.numpy import save as save_safetensors

from glassformer.errors import GlassformerError
from glassformer.schema import LEVELS, METADATA_KEY, SCHEMA_VERSION, Level, fields, schema_hash

Tensors = dict[str, NDArray[Any]]
HALF_PRECISION_ROW = 4e-3  # how far a row of fp16 weights may be from 1


def encode(tensors: Tensors, level: Level, meta: dict[str, Any]) -> bytes:
    """A trace file's bytes. Raises ValueError when a tensor breaks the contract; that is our bug, not the reader's."""
    check(tensors, level)
    header = {**meta, "level": level, "schema_version": SCHEMA_VERSION, "schema_hash": schema_hash(level)}
    text = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return save_safetensors(
        {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, {METADATA_KEY: text}
    )


def decode(content: bytes, source: str) -> tuple[Tensors, dict[str, Any]]:
    """(tensors, metadata) of a trace file; ``source`` names it in errors. Raises GlassformerError."""
    try:
        length = int.from_bytes(content[:8], "little")
        metadata = json.loads(content[8 : 8 + length])["__metadata__"][METADATA_KEY]
        meta = json.loads(metadata)
        tensors = load_safetensors(content)
    except (SafetensorError, ValueError, KeyError, MemoryError) as error:
        raise GlassformerError(f"{source}: not a whole trace file ({error})") from error
    level = meta.get("level")
    known = schema_hash(level) if level in LEVELS else f"the levels {', '.join(LEVELS)}"
    if meta.get("schema_hash") != known:
        raise GlassformerError(f"{source}: {level} written with schema {meta.get('schema_hash')}, this reads {known}")
    return tensors, meta


def read(path: Path) -> tuple[Tensors, dict[str, Any]]:
    """`decode` of a file on disk."""
    return decode(path.read_bytes(), str(path))


def check(tensors: Tensors, level: Level) -> None:
    """Names, dimensions, dtype, finiteness, one size per dimension, and that pattern rows sum to 1."""
    expected = {field.name: field for field in fields(level)}
    if tensors.keys() != expected.keys():
        raise ValueError(f"{level} trace: tensors differ from the contract: {sorted(tensors.keys() ^ expected.keys())}")
    sizes: dict[str, int] = {}
    for name, field in expected.items():
        tensor = tensors[name]
        dims = field.stored_dims
        if tensor.dtype != np.dtype(field.dtype) or tensor.ndim != len(dims):
            raise ValueError(f"{name}: {tensor.dtype} with {tensor.ndim} dims, expected {field.dtype} {list(dims)}")
        for dim, size in zip(dims, tensor.shape, strict=True):
            size = size + 1 if dim == "next" else size
            dim = "token" if dim in ("query", "key", "next") else dim
            if sizes.setdefault(dim, size) != size:
                raise ValueError(f"{name}: {dim} is {size}, elsewhere {sizes[dim]}")
        if not np.isfinite(tensor).all():
            raise ValueError(f"{name}: not all values are finite")
    if "pattern" in tensors:
        sums = tensors["pattern"].astype(np.float32).sum(-1)
        if np.abs(sums - 1).max() > HALF_PRECISION_ROW:
            raise ValueError(f"pattern: a row sums to {sums.flat[np.abs(sums - 1).argmax()]}, not 1")
