"""The weights that a live run shows are those of the loaded variant, picked as Python picks them from a checkpoint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page

from engine_page import loaded_engine
from glassformer import trace as python_trace
from glassformer.quantize import Quantized, dequantize
from glassformer.runner import GraphRunner
from glassformer.schema import fields
from glassformer.seen_tokens import load_seen
from glassformer.trace_weights import WeightsPicker
from glassformer.vocabulary import Vocabulary

TEXT = "Tom and Mary went to the"
LAYER = 3


@pytest.fixture(scope="module")
def weights_page(wasm_browser: Browser, engine_folder: Path) -> Iterator[Page]:
    problems: list[str] = []
    with loaded_engine(wasm_browser, engine_folder, problems, "wasm") as page:
        yield page
    assert problems == []


@pytest.fixture(scope="module")
def stored(root: Path) -> dict[str, NDArray[np.float32]]:
    """q8's weights as numbers, as they are stored: products' matrices [outputs, inputs]."""
    folder = root / "model_artifacts/variants/embedded"
    variant = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["variants"]["q8"]
    files = {
        entry["path"]: b"".join((folder / shard["file"]).read_bytes() for shard in entry["shards"])
        for entry in variant["weights"]
    }

    def array(slot: dict[str, Any], dtype: str) -> NDArray[Any]:
        content = files[slot["path"]][slot["offset"] : slot["offset"] + slot["bytes"]]
        return np.frombuffer(content, dtype)

    found = {}
    for name, slot in variant["tensors"].items():
        if bits := slot.get("bits"):
            data = array(slot, "uint8").reshape(slot["shape"][0], -1)
            scales = array(slot["scales"], "float16").reshape(slot["scales"]["shape"])
            found[name] = dequantize(Quantized(data, scales, bits))
        else:
            found[name] = array(slot, slot["dtype"]).reshape(slot["shape"])
    return found


def as_checkpoint(stored: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """Under a checkpoint's names, blocks' matrices as [inputs, outputs]."""
    renamed = {"wte": "wte.weight", "wpe": "wpe.weight"}
    return {
        renamed.get(name, name): array.T if name.startswith("h.") and array.ndim == 2 else array
        for name, array in stored.items()
    }


def test_worked_weights(
    weights_page: Page, root: Path, runner: GraphRunner, vocabulary: Vocabulary, stored: dict[str, NDArray[np.float32]]
) -> None:
    found = weights_page.evaluate(
        """async ({text, layer}) => {
          const trace = await engine.trace(text, {lens: false});
          const plain = (tensors) => Object.fromEntries(Object.entries(tensors).map(
            ([name, {shape, dims, data}]) => [name, {shape, dims, data: Array.from(data)}]));
          const weights = await trace.weights();
          const block = await trace.layerWeights(layer);
          return {
            weights: plain(weights), layer_weights: plain(block),
            named: [weights.neighbour_ids, block.towards_ids].map(({data}) => trace.string(data[0])),
          };
        }""",
        {"text": TEXT, "layer": LAYER},
    )
    traced = python_trace.trace(runner, vocabulary, TEXT)
    seen = load_seen(root / "model_artifacts/embedded/seen_tokens.bin", runner.config.d_vocab)
    expected = WeightsPicker(runner.config, as_checkpoint(stored), seen).pick(traced)
    for level, tensors in (("weights", expected.whole), ("layer_weights", expected.layers[LAYER])):
        assert found[level].keys() == tensors.keys()
        for name, array in tensors.items():
            got = found[level][name]
            assert got["shape"] == list(array.shape), name
            stored_dims = next(field.stored_dims for field in fields(level) if field.name == name)  # type: ignore[arg-type]
            assert got["dims"] == list(stored_dims)
            np.testing.assert_allclose(
                np.array(got["data"]).reshape(array.shape), array, rtol=2e-3, atol=2e-4, err_msg=name
            )
    first = [expected.whole["neighbour_ids"][0, 0], expected.layers[LAYER]["towards_ids"][0, 0]]
    assert found["named"] == [vocabulary.display(int(token)) for token in first]


def test_single_rows_and_their_precision(weights_page: Page, stored: dict[str, NDArray[np.float32]]) -> None:
    rows = weights_page.evaluate(
        """() => Promise.all(['wte', 'wpe'].map(async (name) => {
          const {rows, bits} = await engine.weightRows(name, [3, 0]);
          return {rows: rows.map((row) => Array.from(row)), bits};
        }))"""
    )
    assert [row["bits"] for row in rows] == [8, 32]
    for name, row in zip(("wte", "wpe"), rows, strict=True):
        np.testing.assert_array_equal(np.array(row["rows"], np.float32), stored[name][[3, 0]])
    refused = weights_page.evaluate("outcome(engine.weightRows('wte', [50257]))")
    assert refused["message"] == 'There is no row of "wte" 50257, only 0 to 50256.'
