"""The GPT-2 family's shapes with random weights through the pipeline: size, memory, agreement with transformers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glassformer import checkpoint, trace, trace_weights
from glassformer.benchmark import measure
from glassformer.config import Paths
from glassformer.oracle import Oracle
from glassformer.runner import GraphRunner, variant_runner
from glassformer.trace_set import metadata
from glassformer.trace_weights import WeightsPicker
from glassformer.verify import TAP_TOLERANCE, tap_disagreements
from glassformer.vocabulary import Vocabulary
from glassformer.weights_file import SHARD_BYTES

pytestmark = pytest.mark.full

MEGABYTES = {"q8": 136, "q4": 85}
GIGABYTES = {"gpt2": 4, "gpt2-medium": 10}  # of memory
PROCESSOR_SECONDS = 2 * 4 * 60  # what two cores can do in four minutes
# gzipped, of ten tokens
TRACE_BYTES = {"core": 150_000, "detail": 550_000, "weights": 150_000, "layer_weights": 170_000}
TEN_TOKENS = "The red fox met the blue bird in the sky"
IDS = [(n * 7919) % 50257 for n in range(12)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gpt2-small")


@pytest.fixture(scope="module")
def measured(folder: Path) -> dict[str, Any]:
    return measure("gpt2", folder, ("export", "variants"))


@pytest.fixture
def small(folder: Path, measured: dict[str, Any]) -> checkpoint.Checkpoint:
    return checkpoint.load(str(folder / "gpt2"))


@pytest.fixture
def variants(folder: Path, small: checkpoint.Checkpoint) -> Path:
    return Paths(folder).variants(small.slug)


def peak(measured: dict[str, Any]) -> float:
    return max(command["gigabytes"] for command in measured["commands"].values())


def test_memory_and_time(measured: dict[str, Any]) -> None:
    assert peak(measured) <= GIGABYTES["gpt2"], measured
    assert sum(command["processor_seconds"] for command in measured["commands"].values()) <= PROCESSOR_SECONDS, measured


def test_sizes(variants: Path) -> None:
    manifest = json.loads((variants / "manifest.json").read_text(encoding="utf-8"))["variants"]
    sizes = {name: entry["bytes"] / 1e6 for name, entry in manifest.items()}
    assert sizes.keys() == MEGABYTES.keys()
    assert all(sizes[name] <= MEGABYTES[name] for name in sizes), sizes
    assert max(path.stat().st_size for path in variants.iterdir()) <= SHARD_BYTES


@pytest.mark.parametrize("split", [0, 5])
def test_the_graph_is_the_checkpoint(folder: Path, small: checkpoint.Checkpoint, split: int) -> None:
    runner = GraphRunner(Paths(folder).onnx(small.slug) / "model.onnx", small.config)
    worst = tap_disagreements(Oracle(small.config, small.tensors()), runner, IDS, split)
    assert max(worst.values()) <= TAP_TOLERANCE, worst


@pytest.mark.parametrize("variant", MEGABYTES)
def test_both_graphs_of_a_variant_agree(variants: Path, variant: str) -> None:
    logits = []
    for provider in ("webgpu", "wasm"):
        with variant_runner(variants, variant, provider) as runner:
            logits.append(runner.run(IDS, ["logits"])["logits"])
    assert np.abs(logits[0] - logits[1]).max() <= 1e-3


def test_trace_files_are_small(folder: Path, small: checkpoint.Checkpoint) -> None:
    runner = GraphRunner(Paths(folder).onnx(small.slug) / "model.onnx", small.config)
    vocabulary = Vocabulary(small.tokenizer)
    result = trace.trace(runner, vocabulary, TEN_TOKENS)
    assert len(result.ids) == 10
    meta = metadata(small.as_json(), "ten")
    sizes = packed(trace.files(result, vocabulary, meta))
    assert sizes.pop("core.safetensors") <= TRACE_BYTES["core"]
    assert len(sizes) == small.config.n_layer and max(sizes.values()) <= TRACE_BYTES["detail"], sizes
    worked = WeightsPicker(small.config, small.weights).pick(result)
    sizes = packed(trace_weights.files(result, worked, vocabulary, meta))
    assert sizes.pop("weights.safetensors") <= TRACE_BYTES["weights"]
    assert len(sizes) == small.config.n_layer and max(sizes.values()) <= TRACE_BYTES["layer_weights"], sizes


def packed(contents: dict[str, bytes]) -> dict[str, int]:
    """Bytes of each file as it is published."""
    return {name: len(gzip.compress(content, mtime=0)) for name, content in contents.items()}


def test_gpt2_medium_fits_into_memory(tmp_path: Path) -> None:
    measured = measure("gpt2-medium", tmp_path, ("export", "variants"))
    assert peak(measured) <= GIGABYTES["gpt2-medium"], measured
