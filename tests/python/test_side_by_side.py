"""The predictions that the fidelity page shows, on numbers small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from glassformer.checkpoint import load
from glassformer.side_by_side import CONTEXT, TOKENS, side_by_side
from glassformer.vocabulary import Vocabulary

IDS = list(range(100, 100 + CONTEXT + 6))
D_VOCAB = 300


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(load().tokenizer)


def test_the_median_and_the_farthest_prediction(vocabulary: Vocabulary) -> None:
    reference = np.tile(np.random.default_rng(0).normal(size=D_VOCAB).astype(np.float32), (len(IDS), 1))
    coarse = reference.copy()
    coarse[:, 7] += np.linspace(0, 3, len(IDS)).astype(np.float32)  # the later, the farther
    shown = side_by_side(IDS, {"fp32": reference, "q8": reference, "q4": coarse}, vocabulary)
    places = {name: len(IDS) // 2 if name == "typical" else len(IDS) - 1 for name in ("typical", "farthest")}
    assert shown.keys() == places.keys()
    for name, position in places.items():
        probabilities = np.exp(reference[position]) / np.exp(reference[position]).sum()
        best = np.argsort(-probabilities, kind="stable")[:TOKENS]
        rows = shown[name]["tokens"]
        assert [row["token"] for row in rows] == [vocabulary.display(int(token)) for token in best]
        assert [row["fp32"] for row in rows] == pytest.approx(probabilities[best], rel=1e-3)
        assert [row["q8"] for row in rows] == [row["fp32"] for row in rows]
        assert [row["q4"] for row in rows] != [row["fp32"] for row in rows]
        before = IDS[max(0, position + 1 - CONTEXT) : position + 1]
        assert shown[name]["text"] == "".join(map(vocabulary.display, before))
        assert shown[name]["kl"]["fp32"] == shown[name]["kl"]["q8"] == 0 < shown[name]["kl"]["q4"]
    assert shown["farthest"]["kl"]["q4"] > shown["typical"]["kl"]["q4"]
