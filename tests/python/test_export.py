"""The exported fp32 graph is the checkpoint's model: every tap and logit, with an empty and a non-empty cache."""

from __future__ import annotations

import hashlib
from pathlib import Path

import onnx
import pytest
import torch

import tiny_checkpoints
from glassformer import checkpoint
from glassformer.config import ModelConfig
from glassformer.export import export, input_axes, output_axes
from glassformer.oracle import Oracle
from glassformer.runner import GraphRunner, Switches
from glassformer.verify import TAP_TOLERANCE, tap_disagreements

SHAPES = {
    "one layer, one head": ModelConfig(1, 1, 8, 8, 32, 40, 16),
    "wide MLP, odd vocabulary": ModelConfig(2, 3, 24, 8, 100, 57, 20),
    "deep and narrow": ModelConfig(5, 2, 12, 6, 20, 33, 24, 1e-3),
}


def random_weights(config: ModelConfig, *, tied: bool) -> dict[str, torch.Tensor]:
    hf = {"n_layer": config.n_layer, "n_embd": config.d_model, "n_inner": config.d_mlp}
    arrays = tiny_checkpoints.weights(hf | {"vocab_size": config.d_vocab, "n_positions": config.n_ctx}, seed=7)
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    return tensors if tied else tensors | {"lm_head.weight": tensors["wte.weight"].flip(0).clone()}


@pytest.mark.parametrize("tied", [True, False], ids=["tied", "untied"])
@pytest.mark.parametrize("config", SHAPES.values(), ids=SHAPES.keys())
def test_random_checkpoints(config: ModelConfig, tied: bool, tmp_path: Path) -> None:
    weights = random_weights(config, tied=tied)
    graph = export(config, weights, tmp_path)
    agrees(Oracle(config, weights), GraphRunner(graph, config), [n % config.d_vocab for n in range(3, 14)])


def test_embedded_checkpoint(tmp_path: Path) -> None:
    embedded = checkpoint.load()
    graph = export(embedded.config, embedded.tensors(), tmp_path)
    ids = [464, 3797, 3332, 319, 262, 8693, 13, 632, 373, 257, 2829, 1110]
    agrees(Oracle(embedded.config, embedded.tensors()), GraphRunner(graph, embedded.config), ids)


def agrees(oracle: Oracle, runner: GraphRunner, ids: list[int]) -> None:
    for split in (0, 1, len(ids) // 2, len(ids) - 1):
        worst = tap_disagreements(oracle, runner, ids, split)
        assert max(worst.values()) <= TAP_TOLERANCE, (split, worst)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    config = SHAPES["wide MLP, odd vocabulary"]
    return export(config, random_weights(config, tied=True), tmp_path_factory.mktemp("onnx"))


def test_inputs_and_outputs_have_their_names(small: Path) -> None:
    graph = onnx.load(str(small), load_external_data=False).graph
    assert [value.name for value in graph.input] == list(input_axes(2))
    assert [value.name for value in graph.output] == list(output_axes(2))


def test_the_embedding_is_stored_once(small: Path) -> None:
    shapes = [list(tensor.dims) for tensor in onnx.load(str(small)).graph.initializer]
    assert shapes.count([57, 24]) == 1
    assert [24, 57] not in shapes


def test_the_same_weights_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    config = SHAPES["wide MLP, odd vocabulary"]
    again = export(config, random_weights(config, tied=True), tmp_path)
    for name in ("model.onnx", "weights.bin"):
        assert digest(again.parent / name) == digest(small.parent / name)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_switches_reach_the_graph(small: Path) -> None:
    config = SHAPES["wide MLP, odd vocabulary"]
    runner, neutral = GraphRunner(small, config), Switches.neutral(config)
    normal = runner.run([1, 2, 3], ["z.1", "logits"])
    ablated = runner.run([1, 2, 3], ["z.1", "logits"], switches=neutral.with_head(1, 2, 0.0))
    assert (normal["z.1"] == ablated["z.1"]).all()  # the tap is what the head computed; the switch acts after it
    assert abs(normal["logits"] - ablated["logits"]).max() > 1e-3
