"""The Python interface for notebooks."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import glassformer
from glassformer.errors import GlassformerError
from glassformer.model import Model, TraceResult
from glassformer.named_tensors import NamedTensors
from glassformer.trace_weights import gelu

Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def model() -> Model:
    return glassformer.load("embedded")


@pytest.fixture(scope="module")
def cat(model: Model) -> TraceResult:
    return model.trace("The cat sat on the")


@pytest.fixture(scope="module")
def weights(model: Model) -> NamedTensors:
    return model.weights()


def test_tensors_are_stacked_over_layers_and_named(cat: TraceResult) -> None:
    assert cat.tokens == ["The", " cat", " sat", " on", " the"]
    assert cat["pattern"].dims == ("layer", "head", "query", "key")
    assert cat["pattern"].data.shape == (6, 6, 5, 5)
    assert cat["resid_pre"].data.shape == (6, 5, 192)
    assert "weights" in cat["pattern"].meaning
    assert len(cat) == len(list(cat)) > 30
    assert "pattern [layer, head, query, key] (6, 6, 5, 5): attention weights" in repr(cat)


def test_numpy_takes_a_tensor_as_an_array(cat: TraceResult) -> None:
    np.testing.assert_allclose(np.sum(cat["pattern"], axis=-1, dtype=np.float32), 1, atol=4e-3)


def test_converts_to_xarray(cat: TraceResult) -> None:
    array = cat["pattern"].to_xarray()
    assert array.dims == ("layer", "head", "query", "key")
    np.testing.assert_array_equal(array.sel(layer=2, head=1).values, cat["pattern"].data[2, 1])
    assert array.attrs["units"] == "weight"
    together = cat.to_xarray()
    assert set(together.data_vars) == set(cat)
    assert together.sizes["token"] == 5


def test_several_texts_at_once(model: Model, cat: TraceResult) -> None:
    traces = model.traces(["Once upon a time", cat.text])
    assert [traced.text for traced in traces] == ["Once upon a time", cat.text]
    np.testing.assert_array_equal(traces[1]["log_probs"].data, cat["log_probs"].data)
    assert traces.prompts_per_second == pytest.approx(2 / traces.seconds)
    with pytest.raises(GlassformerError, match="the text has 0 tokens"):
        model.traces(["Once", ""])


def layer_norm(x: Floats, weight: Floats, bias: Floats, epsilon: float) -> Floats:
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt(centred.var(-1, keepdims=True) + epsilon) * weight + bias


@pytest.mark.parametrize("layer", [0, 5])
def test_the_weights_make_the_traced_numbers(model: Model, cat: TraceResult, weights: NamedTensors, layer: int) -> None:
    """A block written out with the weights by name; it also is how a reader would use them."""
    traced = {name: np.asarray(cat[name])[layer] for name in ("resid_pre", "q", "k", "v", "z", "attn_out", "mlp_out")}
    w = {name: tensor.data[layer] for name, tensor in weights.items() if tensor.dims[0] == "layer"}
    epsilon = model.config.layer_norm_epsilon
    x = layer_norm(traced["resid_pre"], w["ln_1_weight"], w["ln_1_bias"], epsilon)
    for name in "qkv":
        expected = np.einsum("td,hde->hte", x, w[f"W_{name.upper()}"]) + w[f"b_{name.upper()}"][:, None]
        np.testing.assert_allclose(traced[name], expected, atol=1e-4)
    np.testing.assert_allclose(
        traced["attn_out"], np.einsum("hte,hed->td", traced["z"], w["W_O"]) + w["b_O"], atol=1e-4
    )
    y = layer_norm(traced["resid_pre"] + traced["attn_out"], w["ln_2_weight"], w["ln_2_bias"], epsilon)
    np.testing.assert_allclose(traced["mlp_out"], gelu(y @ w["W_in"] + w["b_in"]) @ w["W_out"] + w["b_out"], atol=1e-3)


def test_the_weights_make_the_first_and_the_last_numbers(model: Model, cat: TraceResult, weights: NamedTensors) -> None:
    embedded = weights["W_E"].data[cat.ids] + weights["W_pos"].data[: len(cat.ids)]
    np.testing.assert_allclose(cat["resid_pre"].data[0], embedded, atol=1e-6)
    last = (np.asarray(cat["resid_pre"])[-1] + np.asarray(cat["attn_out"])[-1] + np.asarray(cat["mlp_out"])[-1])[-1]
    final = layer_norm(last, weights["ln_f_weight"].data, weights["ln_f_bias"].data, model.config.layer_norm_epsilon)
    log_probs = final @ weights["W_U"].data - cat["log_sum_exp"].data[-1]
    np.testing.assert_allclose(log_probs[cat["top_ids"].data], cat["top_log_probs"].data, atol=1e-4)


def test_every_weight_is_there_once(model: Model, weights: NamedTensors) -> None:
    assert sum(tensor.data.size for name, tensor in weights.items() if name != "W_U") == model.config.parameters()
    assert np.shares_memory(weights["W_U"].data, weights["W_E"].data)


def test_what_the_figures_take_apart(model: Model, cat: TraceResult, weights: NamedTensors) -> None:
    worked = model.worked_weights(cat)
    layer, head = 3, 2
    dim = worked["q_dim"].data[layer, head]
    np.testing.assert_array_equal(worked["W_Q"].data[layer, head], weights["W_Q"].data[layer, head, :, dim])
    assert worked["towards_ids"].dims == ("layer", "neuron", "neuron_token")
    assert isinstance(model.token(worked["neighbour_ids"].data[1, 0]), str)


def test_the_same_prediction_at_every_precision(model: Model, cat: TraceResult) -> None:
    compared = model.precisions(cat)
    assert compared["kl"].labels == {"precision": ["fp32", "q8", "q4"]}
    fp32, q8, q4 = compared["kl"].data
    assert 0 == fp32 < q8 < q4
    np.testing.assert_array_equal(compared["compared_ids"].data, cat["top_ids"].data[:20])
    by_name = compared["kl"].to_xarray()
    assert float(by_name.sel(precision="q4")) == q4


def test_the_same_prediction_without_each_part(model: Model, cat: TraceResult) -> None:
    without = model.ablations(cat)
    kl = without["kl"].to_xarray()
    assert kl.sizes["removal"] == model.config.n_layer * (model.config.n_head + 1) + 2
    assert float(kl.sel(removal="mlp 0")) > float(kl.sel(removal="head 1.0")) >= 0
    np.testing.assert_array_equal(without["compared_ids"].data, cat["top_ids"].data[:20])


def test_a_wrong_name_is_told_the_right_ones(cat: TraceResult) -> None:
    with pytest.raises(KeyError, match="attn: no such tensor; there are tokens, pattern"):
        cat["attn"]


def test_an_unknown_model() -> None:
    with pytest.raises(GlassformerError, match="no such model"):
        glassformer.load("no such model")
