"""The files that a variant's graphs read: its shards put together, and what the wasm graph wants in fp32."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassformer.quantize import Quantized, dequantize


def joined_shards(folder: Path, entry: Mapping[str, Any]) -> dict[str, bytes]:
    """The external-data files of a manifest's variant."""
    return {
        file["path"]: b"".join((folder / shard["file"]).read_bytes() for shard in file["shards"])
        for file in entry["weights"]
    }


def unpacked(tensor: Mapping[str, Any], files: Mapping[str, bytes]) -> NDArray[np.float32]:
    """A stored matrix ``[N, K]`` in fp32; ``tensor`` is its entry of the manifest."""
    scales = tensor["scales"]
    data = np.frombuffer(_bytes(tensor, files), np.uint8).reshape(tensor["shape"][0], -1)
    halves = np.frombuffer(_bytes(scales, files), np.float16).reshape(scales["shape"])
    return dequantize(Quantized(data, halves, tensor["bits"]))


def _bytes(slot: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    return files[slot["path"]][slot["offset"] : slot["offset"] + slot["bytes"]]
