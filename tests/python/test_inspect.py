"""`glassformer inspect` describes every kind of file that the pipeline makes, and refuses others."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import tiny_checkpoints
from glassformer import schema, trace_file
from glassformer.errors import GlassformerError
from glassformer.inspect import Table, inspect

MODEL = {
    "id": "local/tiny",
    "name": "tiny",
    "sha256": "0" * 64,
    "parameters": 1234,
    "config": {"n_layer": 2, "n_head": 2, "d_model": 32, "d_vocab": 300, "n_ctx": 16},
}
SIZES = {"layer": 2, "head": 2, "token": 3, "query": 3, "key": 3, "brief_top": 20}


def write(path: Path, value: object) -> Path:
    tiny_checkpoints.write_json(path, value)
    return path


def only(path: Path) -> Table:
    (table,) = inspect(path)
    return table


def brief_trace() -> bytes:
    tensors = {}
    for field in schema.fields("brief"):
        tensors[field.name] = np.full([SIZES[dim] for dim in field.dims], 1 / 3 if field.name == "pattern" else 1)
        tensors[field.name] = tensors[field.name].astype(field.dtype)
    meta = {"model": MODEL, "variant": "fp32", "prompt": "cat", "tokens": ["The", " cat", "\n"], "layer": None}
    return trace_file.encode(tensors, "brief", meta)


@pytest.mark.parametrize("packed", [False, True])
def test_a_trace(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("core.safetensors" + ".gz" * packed)
    path.write_bytes(gzip.compress(brief_trace()) if packed else brief_trace())
    table = only(path)
    assert table.title == f"{path}: trace, brief"
    assert table.facts["tokens"] == r"'The' ' cat' '\n'"
    assert table.facts["model"] == "local/tiny (fp32)"
    assert [row[:4] for row in table.rows] == [
        ("tokens", "token", "[3]", "int32"),
        ("pattern", "layer head query key", "[2, 2, 3, 3]", "float16"),
        ("top_ids", "brief_top", "[20]", "int32"),
        ("top_log_probs", "brief_top", "[20]", "float32"),
    ]


def test_weights(tmp_path: Path) -> None:
    table = only(tiny_checkpoints.make(tmp_path / "tiny") / "model.safetensors")
    assert len(table.rows) == 28
    assert ("wte.weight", "F32", "[300, 32]") in table.rows


def test_a_manifest(tmp_path: Path) -> None:
    shards = [{"file": "q4-a.bin", "bytes": 20_000_000}, {"file": "q4-b.bin", "bytes": 123}]
    graphs = {"wasm": {"file": "q4-wasm.onnx", "bytes": 100_000}}
    variant = {"bytes": 20_100_123, "weights": [{"path": "weights-0.bin", "shards": shards}], "graphs": graphs}
    manifest = {
        "manifest_version": 1,
        "schema_hash": "abc",
        "model": MODEL,
        "tokenizer": {"file": "tokenizer.json", "bytes": 10_000},
        "variants": {"q4": variant},
    }
    table = only(write(tmp_path / "manifest.json", manifest))
    assert table.facts["model"] == "tiny (local/tiny)"
    assert "1,234 parameters" in table.facts["shape"]
    assert list(table.rows) == [
        ("q4", "weights-0.bin", "q4-a.bin", "20.00 MB"),
        ("q4", "weights-0.bin", "q4-b.bin", "123 B"),
        ("q4", "wasm", "q4-wasm.onnx", "0.10 MB"),
        ("q4", "all", "", "20.10 MB"),
        ("", "tokenizer", "tokenizer.json", "0.01 MB"),
    ]


def test_an_index(tmp_path: Path) -> None:
    prompt = {"id": "cat", "text": "The cat", "tokens": ["The", " cat"], "reason": {"en": "Short."}}
    index = {"schema_hash": "abc", "model": MODEL, "variant": "fp32", "prompts": [prompt]}
    table = only(write(tmp_path / "index.json", index))
    assert list(table.rows) == [("cat", "2", "The cat", "Short.")]


def test_a_report(tmp_path: Path) -> None:
    measured = {
        "kl": 0.00123,
        "top_1_agreement": 0.987,
        "top_10_agreement": 0.991,
        "mean_logit_difference": 0.01,
        "max_logit_difference": 0.1,
        "perplexity": 67.79,
        "perplexity_reference": 67.55,
    }
    taps = {"tolerance": 1e-4, "tokens": 24, "empty_cache": {"q": 1.5e-6, "k": 2e-6}, "with_cache": {"q": 0, "k": 3e-6}}
    variants = {"q8": {"context": {"8": measured}}}
    report = {"model": MODEL, "heldout": "heldout.txt.xz", "taps": taps, "variants": variants}
    oracle, fidelity = inspect(write(tmp_path / "report.json", report))
    assert oracle.columns == ("tap", "empty cache", "with cache")
    assert list(oracle.rows) == [("k", "2.0e-06", "3.0e-06"), ("q", "1.5e-06", "0.0e+00")]
    assert list(fidelity.rows) == [("q8", "8", "0.0012", "98.7%", "99.1%", "0.01", "0.1", "67.79", "67.55")]


def test_a_graph(tmp_path: Path) -> None:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "length"])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [])
    add = helper.make_node("Add", ["x", "one"], ["y"])
    one = numpy_helper.from_array(np.ones(1, np.float32), "one")
    path = tmp_path / "model.onnx"
    graph = helper.make_graph([add], "g", [x], [y], [one])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)]), path)
    table = only(path)
    assert list(table.rows) == [("input", "x", "float", "[1, length]"), ("output", "y", "float", "[]")]
    assert table.facts == {
        "opsets": "ai.onnx 21",
        "operators": "Add 1",
        "stored tensors": "1",
        "external files": "none",
    }


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.safetensors", b"", "damaged or not a safetensors file"),
        ("a.safetensors", b"\x10\0\0\0\0\0\0\0{", "damaged or not a safetensors file"),
        ("a.safetensors", brief_trace()[:-1], "not a whole trace file"),
        ("a.onnx", b"", "damaged or not an ONNX graph"),
        ("a.onnx", b"\xff" * 40, "damaged or not an ONNX graph"),
        ("a.json", b"{", "not readable as JSON"),
        ("a.json", b"[]", "neither a manifest, nor an index of traces, nor a report"),
        ("a.json", json.dumps({"model": {}}).encode(), "neither a manifest"),
        ("a.onnx.gz", b"plain", "damaged gzip"),
        ("a.txt", b"text", "nothing is known of files named *.txt"),
    ],
)
def test_refusals(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GlassformerError, match=r"^[^\n]*$") as caught:
        inspect(path)
    assert str(caught.value).startswith(f"{path}: ") and expected in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(GlassformerError, match="No such file"):
        inspect(tmp_path / "nothing.json")
