"""What may not be written as a trace, and what cannot be read as one."""

from __future__ import annotations

import json

import numpy as np
import pytest

from glassformer import trace_file
from glassformer.errors import GlassformerError


def brief(tokens: int = 3) -> trace_file.Tensors:
    pattern = np.tril(np.ones((2, 2, tokens, tokens), np.float32))
    pattern /= pattern.sum(-1, keepdims=True)
    return {
        "tokens": np.arange(tokens, dtype=np.int32),
        "pattern": pattern.astype(np.float16),
        "top_ids": np.arange(20, dtype=np.int32),
        "top_log_probs": np.linspace(-1, -9, 20, dtype=np.float32),
    }


def test_round_trip_with_one_metadata_key() -> None:
    content = trace_file.encode(brief(), "brief", {"text": "a ‘b’"})
    tensors, meta = trace_file.decode(content, "x")
    assert (tensors["pattern"] == brief()["pattern"]).all()
    assert (meta["text"], meta["level"]) == ("a ‘b’", "brief")
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    assert list(header["__metadata__"]) == ["glassformer"]


def broken(**changes: np.ndarray | None) -> trace_file.Tensors:
    merged = brief() | {name: array for name, array in changes.items() if array is not None}
    return {name: array for name, array in merged.items() if changes.get(name, array) is not None}


@pytest.mark.parametrize(
    ("tensors", "says"),
    [
        (broken(tokens=None), "differ from the contract"),
        (broken(extra=np.zeros(1, np.float32)), "differ from the contract"),
        (broken(top_log_probs=np.zeros(20, np.float64)), "top_log_probs: float64"),
        (broken(tokens=np.zeros((3, 1), np.int32)), "2 dims"),
        (broken(tokens=np.zeros(4, np.int32)), "token is"),
        (broken(top_log_probs=np.full(20, np.nan, np.float32)), "not all values are finite"),
        (broken(pattern=brief()["pattern"] * np.float16(0.5)), "not 1"),
    ],
)
def test_refused_before_writing(tensors: trace_file.Tensors, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        trace_file.encode(tensors, "brief", {})


@pytest.mark.parametrize("cut", [0, 4, 100, -1])
def test_a_truncated_file_is_named(cut: int) -> None:
    content = trace_file.encode(brief(), "brief", {})[:cut]
    with pytest.raises(GlassformerError, match=r"cat\.safetensors: not a whole trace file"):
        trace_file.decode(content, "cat.safetensors")


def test_another_schema_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    content = trace_file.encode(brief(), "brief", {})
    monkeypatch.setattr(trace_file, "schema_hash", lambda level: "0123456789ab")
    with pytest.raises(GlassformerError, match=r"cat: brief written with schema [0-9a-f]{12}, this reads 0123456789ab"):
        trace_file.decode(content, "cat")
