"""The Python interface for notebooks."""

from __future__ import annotations

import numpy as np
import pytest

import glassformer
from glassformer.errors import GlassformerError
from glassformer.model import TraceResult


@pytest.fixture(scope="module")
def cat() -> TraceResult:
    return glassformer.load("embedded").trace("The cat sat on the")


def test_tensors_are_stacked_over_layers_and_named(cat: TraceResult) -> None:
    assert cat.tokens == ["The", " cat", " sat", " on", " the"]
    assert cat["pattern"].dims == ("layer", "head", "query", "key")
    assert cat["pattern"].data.shape == (6, 6, 5, 5)
    assert cat["resid_pre"].data.shape == (6, 5, 192)
    assert "weights" in cat["pattern"].meaning
    assert len(cat) == len(list(cat)) > 30


def test_converts_to_xarray(cat: TraceResult) -> None:
    array = cat["pattern"].to_xarray()
    assert array.dims == ("layer", "head", "query", "key")
    np.testing.assert_array_equal(array.sel(layer=2, head=1).values, cat["pattern"].data[2, 1])
    assert array.attrs["units"] == "weight"


def test_a_wrong_name_is_told_the_right_ones(cat: TraceResult) -> None:
    with pytest.raises(KeyError, match="attn: no such tensor; there are tokens, pattern"):
        cat["attn"]


def test_an_unknown_model() -> None:
    with pytest.raises(GlassformerError, match="no such model"):
        glassformer.load("no such model")
