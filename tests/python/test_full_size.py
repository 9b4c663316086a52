"""GPT-2 small's shape with random weights through the pipeline: sizes, memory, and agreement with transformers."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from glassformer import checkpoint
from glassformer.oracle import Oracle
from glassformer.runner import GraphRunner, variant_runner
from glassformer.verify import TAP_TOLERANCE, tap_disagreements
from glassformer.weights_file import SHARD_BYTES

pytestmark = pytest.mark.full

MEGABYTES = {"q8": 136, "q4": 85}
PIPELINE_GIGABYTES = 4
IDS = [(n * 7919) % 50257 for n in range(12)]
BUILD = """
import sys
from pathlib import Path
from glassformer import checkpoint, variants
from glassformer.export import export

gpt2, folder = checkpoint.load(sys.argv[1]), Path(sys.argv[2])
graph = export(gpt2.config, gpt2.tensors(), folder / "onnx")
variants.make(graph, folder / "variants", gpt2.as_json(), gpt2.tokenizer, [(n * 7919) % 50257 for n in range(4096)])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gpt2-small")
    torch.manual_seed(0)
    GPT2LMHeadModel(GPT2Config()).save_pretrained(folder / "checkpoint")
    tokenizer = checkpoint.load().tokenizer
    (folder / "checkpoint" / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    return folder


@pytest.fixture(scope="module")
def gigabytes(folder: Path) -> float:
    """Builds graph and variants in a process of their own; returns its peak memory."""
    subprocess.run([sys.executable, "-c", BUILD, folder / "checkpoint", folder], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e9


def test_memory(gigabytes: float) -> None:
    assert gigabytes <= PIPELINE_GIGABYTES


@pytest.mark.usefixtures("gigabytes")
def test_sizes(folder: Path) -> None:
    variants = json.loads((folder / "variants" / "manifest.json").read_text(encoding="utf-8"))["variants"]
    assert {name: entry["bytes"] <= MEGABYTES[name] * 1e6 for name, entry in variants.items()} == {
        "q4": True,
        "q8": True,
    }
    assert max(path.stat().st_size for path in (folder / "variants").iterdir()) <= SHARD_BYTES


@pytest.mark.usefixtures("gigabytes")
@pytest.mark.parametrize("split", [0, 5])
def test_the_graph_is_the_checkpoint(folder: Path, split: int) -> None:
    gpt2 = checkpoint.load(str(folder / "checkpoint"))
    runner = GraphRunner(folder / "onnx" / "model.onnx", gpt2.config)
    worst = tap_disagreements(Oracle(gpt2.config, gpt2.tensors()), runner, IDS, split)
    assert max(worst.values()) <= TAP_TOLERANCE, worst


@pytest.mark.usefixtures("gigabytes")
@pytest.mark.parametrize("variant", MEGABYTES)
def test_both_graphs_of_a_variant_agree(folder: Path, variant: str) -> None:
    logits = []
    for provider in ("webgpu", "wasm"):
        with variant_runner(folder / "variants", variant, provider) as runner:
            logits.append(runner.run(IDS, ["logits"])["logits"])
    assert np.abs(logits[0] - logits[1]).max() <= 1e-3
