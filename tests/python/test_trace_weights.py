"""The weights that a prompt keeps are the checkpoint's, and products over them add up to what the trace holds."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

import tiny_checkpoints
from glassformer import checkpoint, trace, trace_weights
from glassformer.checkpoint import Checkpoint
from glassformer.export import export
from glassformer.runner import GraphRunner
from glassformer.trace_weights import WeightsPicker, WorkedWeights
from glassformer.vocabulary import Vocabulary

TEXT = "The cat sat on the mat and the cat"


def run(found: Checkpoint, text: str, folder: Path) -> tuple[trace.Trace, WorkedWeights]:
    runner = GraphRunner(export(found.config, found.tensors(), folder), found.config)
    traced = trace.trace(runner, Vocabulary(found.tokenizer), text)
    return traced, WeightsPicker(found.config, found.weights, found.seen).pick(traced)


@pytest.fixture(scope="module")
def embedded() -> Checkpoint:
    return checkpoint.load()


@pytest.fixture(scope="module")
def picked(embedded: Checkpoint, tmp_path_factory: pytest.TempPathFactory) -> tuple[trace.Trace, WorkedWeights]:
    return run(embedded, TEXT, tmp_path_factory.mktemp("onnx"))


@pytest.fixture(scope="module")
def untied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checkpoint, trace.Trace, WorkedWeights]:
    folder = tiny_checkpoints.make(tmp_path_factory.mktemp("tiny") / "untied", tie_word_embeddings=False)
    rows = np.random.default_rng(1).normal(0, 0.2, (tiny_checkpoints.VOCABULARY, 32)).astype(np.float32)
    tiny_checkpoints.change_weights(folder, **{"lm_head.weight": rows})
    found = checkpoint.load(str(folder))
    return found, *run(found, "The cat", tmp_path_factory.mktemp("onnx"))


def normalised(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, scale: np.ndarray) -> np.ndarray:
    return (x - x.mean(-1, keepdims=True)) / scale[..., None] * weight + bias


def test_embeddings_add_up_to_the_first_residual_stream(picked: tuple[trace.Trace, WorkedWeights]) -> None:
    traced, worked = picked
    np.testing.assert_array_equal(worked.whole["embed"] + worked.whole["pos_embed"], traced.layers[0]["resid_pre"])


def test_products_of_the_projections_add_up(picked: tuple[trace.Trace, WorkedWeights]) -> None:
    traced, worked = picked
    for detail, weights in zip(traced.layers, worked.layers, strict=True):
        x = normalised(detail["resid_pre"], weights["ln_1_weight"], weights["ln_1_bias"], detail["ln1_scale"])
        for name in "qkv":
            column, bias, dims = weights[f"W_{name.upper()}"], weights[f"b_{name.upper()}"], weights[f"{name}_dim"]
            for head, dim in enumerate(dims):
                products = x[-1] * column[head]
                assert products.sum() + bias[head] == pytest.approx(detail[name][head, -1, dim], abs=1e-4)
            assert (dims == np.abs(detail[name][:, -1]).argmax(-1)).all()


def test_products_of_the_output_add_up(picked: tuple[trace.Trace, WorkedWeights]) -> None:
    traced, worked = picked
    for detail, weights in zip(traced.layers, worked.layers, strict=True):
        sums = (detail["z"][:, -1] * weights["W_O"]).sum((1, 2)) + weights["b_O"]  # [output]
        np.testing.assert_allclose(sums, detail["attn_out"][-1, weights["attn_out_dims"]], atol=1e-4)


def test_products_of_the_neurons_add_up(picked: tuple[trace.Trace, WorkedWeights]) -> None:
    traced, worked = picked
    for detail, weights in zip(traced.layers, worked.layers, strict=True):
        resid_mid = detail["resid_pre"] + detail["attn_out"]
        x = normalised(resid_mid, weights["ln_2_weight"], weights["ln_2_bias"], detail["ln2_scale"])
        mlp_pre = weights["W_in"] @ x[-1] + weights["b_in"]
        np.testing.assert_allclose(mlp_pre, detail["mlp_pre"][-1, weights["neuron_ids"]], atol=1e-4)
        assert weights["neuron_ids"][0] == detail["mlp_pre"][-1].argmax()


@pytest.mark.parametrize("model", ["tied", "untied"])
def test_a_neuron_moves_the_logits_by_what_is_said(
    model: str,
    embedded: Checkpoint,
    picked: tuple[trace.Trace, WorkedWeights],
    untied: tuple[Checkpoint, trace.Trace, WorkedWeights],
) -> None:
    """Against the forward pass written out: ln_f and the unembedding with and without what the neuron added."""
    found, traced, worked = (embedded, *picked) if model == "tied" else untied
    detail, weights, last = traced.layers[-1], worked.layers[-1], -1
    unembedding = found.weights["wte.weight"] if found.lm_head is None else found.lm_head
    end = (detail["resid_pre"] + detail["attn_out"] + detail["mlp_out"])[last].astype(np.float64)
    scale = traced.core["ln_final_scale"][last]

    def logits(x: np.ndarray, token: int) -> float:
        y = (x - x.mean()) / scale * worked.whole["ln_f_weight"] + worked.whole["ln_f_bias"]
        return float(y @ unembedding[token])

    for n, neuron in enumerate(weights["neuron_ids"]):
        mlp_post = trace_weights.gelu(detail["mlp_pre"][last, neuron])
        added = mlp_post * found.weights[f"h.{found.config.n_layer - 1}.mlp.c_proj.weight"][neuron]
        for ids, values in (("towards_ids", "towards_logits"), ("against_ids", "against_logits")):
            token, value = int(weights[ids][n, 0]), weights[values][n, 0] * mlp_post / scale
            assert logits(end, token) - logits(end - added, token) == pytest.approx(value, abs=1e-4)


def test_logits_follow_from_the_unembedding(untied: tuple[Checkpoint, trace.Trace, WorkedWeights]) -> None:
    _, traced, worked = untied
    detail = traced.layers[-1]
    end = (detail["resid_pre"] + detail["attn_out"] + detail["mlp_out"])[-1]
    whole = worked.whole
    x = normalised(end, whole["ln_f_weight"], whole["ln_f_bias"], traced.core["ln_final_scale"][-1])
    expected = traced.core["top_log_probs"][:20] + traced.core["log_sum_exp"][-1]
    np.testing.assert_allclose(whole["unembed"] @ x, expected, atol=1e-4)


def test_neighbours_are_the_nearest_tokens_that_training_saw(
    embedded: Checkpoint, picked: tuple[trace.Trace, WorkedWeights]
) -> None:
    traced, worked = picked
    wte = embedded.weights["wte.weight"].astype(np.float64)
    unit = wte / np.linalg.norm(wte, axis=-1, keepdims=True)
    assert embedded.seen is not None
    others = np.setdiff1d(embedded.seen, traced.ids[1])
    cosines = unit[others] @ unit[traced.ids[1]]
    np.testing.assert_allclose(worked.whole["neighbour_cosines"][1], np.sort(cosines)[::-1][:10], atol=1e-5)
    assert worked.whole["neighbour_ids"][1, 0] == others[cosines.argmax()]
    unseen = np.setdiff1d(np.arange(embedded.config.d_vocab), embedded.seen)
    named = [worked.whole["neighbour_ids"], *(layer["towards_ids"] for layer in worked.layers)]
    assert not np.isin(np.concatenate([ids.ravel() for ids in named]), unseen).any()


def test_components_are_those_of_the_position_embedding(
    embedded: Checkpoint, picked: tuple[trace.Trace, WorkedWeights]
) -> None:
    _, worked = picked
    wpe = embedded.weights["wpe.weight"]
    components, shares = worked.whole["wpe_components"].astype(np.float32), worked.whole["wpe_variance"]
    np.testing.assert_allclose(components.var(0) / wpe.var(0).sum(), shares, rtol=5e-3)
    assert (np.diff(shares) <= 0).all()
    columns = worked.whole["wpe_column_ids"]
    np.testing.assert_allclose(worked.whole["wpe_columns"].astype(np.float32), wpe[:, columns], atol=2e-3)


def test_size(embedded: Checkpoint, picked: tuple[trace.Trace, WorkedWeights]) -> None:
    contents = trace_weights.files(*picked, Vocabulary(embedded.tokenizer), {})
    sizes = {name: len(gzip.compress(content, mtime=0)) for name, content in contents.items()}
    assert sizes.pop("weights.safetensors") < 40_000
    assert max(sizes.values()) < 40_000
