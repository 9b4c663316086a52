"""The n-gram baseline against numbers worked out by hand, and against its own definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glassformer.training.ngram import load, save, train

# a b a c a b d
STREAM = np.array([0, 1, 0, 2, 0, 1, 3], dtype=np.uint16)


def test_bigram_by_hand() -> None:
    # Bigrams: ab twice, ba, ac, ca, bd once: D = 4 / (4 + 2 * 1) = 2/3.
    # Distinct tokens before a: 2 (b, c), b: 1, c: 1, d: 1; so D = 3 / (3 + 2 * 1) = 0.6 and
    # P(b) = (1 - 0.6) / 5 + 0.6 * 4 / 5 / 4 = 0.2.
    # P(b | a) = (2 - 2/3) / 3 + 2/3 * 2 / 3 * P(b) = 4/9 + 4/45 = 24/45.
    model = train(STREAM, 2, 4)
    assert model.orders[1].discount == pytest.approx(2 / 3)
    assert model.orders[0].discount == pytest.approx(0.6)
    assert model.distribution(np.array([0]))[1] == pytest.approx(24 / 45)


def test_unknown_context_backs_off_to_the_unigrams() -> None:
    model = train(STREAM, 2, 4)
    assert model.distribution(np.array([3])) == pytest.approx(model.distribution(np.array([], dtype=np.uint16)))


def test_probabilities_are_those_of_the_distributions() -> None:
    rng = np.random.default_rng(0)
    model = train(rng.integers(0, 7, 400).astype(np.uint16), 4, 9)
    text = rng.integers(0, 9, 40).astype(np.uint16)  # 7 and 8 never occurred
    probabilities = model.probabilities(text)
    for place, token in enumerate(text):
        distribution = model.distribution(text[:place])
        assert distribution.sum() == pytest.approx(1)
        assert distribution.min() > 0
        assert probabilities[place] == pytest.approx(distribution[token])


def test_a_longer_context_helps_on_a_pattern() -> None:
    text = np.tile(np.array([0, 1, 2, 0, 2, 1], dtype=np.uint16), 50)
    losses = [-np.log(train(text, n, 3).probabilities(text)[10:]).mean() for n in (1, 2, 3)]
    assert losses[0] > losses[1] > losses[2]


def test_a_saved_model_is_the_same(tmp_path: Path) -> None:
    model = train(STREAM, 3, 4)
    save(tmp_path / "ngram.npz", model)
    assert np.array_equal(load(tmp_path / "ngram.npz").probabilities(STREAM), model.probabilities(STREAM))
