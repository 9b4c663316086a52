"""The measures of the fidelity report, on numbers to check by hand, and what the embedded model must reach."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from _project import Project
from glassformer.checkpoint import load
from glassformer.config import Paths
from glassformer.errors import GlassformerError
from glassformer.fidelity import Fidelity
from glassformer.oracle import disagreement
from glassformer.sample_text import read_tokens
from glassformer.steps import export_step, report_step, variants_step
from glassformer.vocabulary import Vocabulary


def logits(*rows: tuple[float, ...]) -> np.ndarray:
    padding = np.full((len(rows), 10), -40.0)
    return np.concatenate([np.log(np.array(rows)), padding], axis=1).astype(np.float32)


def test_measures() -> None:
    fidelity = Fidelity()
    fidelity.add(logits((0.5, 0.5), (0.25, 0.75)), logits((0.75, 0.25), (0.25, 0.75)), [1])
    summary = fidelity.summary()
    assert summary["kl"] == pytest.approx((0.75 * np.log(1.5) + 0.25 * np.log(0.5)) / 2, rel=1e-3)
    assert summary["max_logit_difference"] == pytest.approx(np.log(2), rel=1e-3)
    assert summary["top_1_agreement"] == 1.0  # ties go to the lower id
    assert summary["perplexity"] == pytest.approx(2, rel=1e-3)
    assert summary["perplexity_reference"] == pytest.approx(4, rel=1e-3)


@pytest.mark.parametrize(("variant", "kl", "agreement"), [("q8", 0.005, 0.98), ("q4", 0.05, 0.93)])
def test_the_embedded_model_stays_close(project: Project, variant: str, kl: float, agreement: float) -> None:
    paths, embedded = Paths(project.root), load()
    for step in (export_step, variants_step, report_step):
        step(paths, embedded).run()
    report = json.loads(paths.report(embedded.slug).read_text(encoding="utf-8"))
    for length, measured in report["variants"][variant]["context"].items():
        assert measured["kl"] <= kl, length
        assert measured["top_1_agreement"] >= agreement, length


def test_the_same_logits_do_not_differ() -> None:
    fidelity, same = Fidelity(), logits((0.1, 0.9))
    fidelity.add(same, same, [])
    assert (fidelity.max_logit_difference, fidelity.positions) == (0.0, 1)


def test_disagreement_is_in_standard_deviations() -> None:
    reference = np.array([-2.0, 2.0])
    assert disagreement(reference + 1, reference) == 0.5
    assert disagreement(np.zeros(3), reference) == float("inf")
    assert disagreement(np.array([np.nan, 0.0]), reference) == float("inf")


def test_heldout_text_without_its_marks(tmp_path: Path) -> None:
    vocabulary = Vocabulary(load().tokenizer)
    path = tmp_path / "heldout.txt.xz"
    path.write_bytes(lzma.compress(b"One two.\n<|endoftext|>\n\nThree.\n<|endoftext|>\n"))
    assert read_tokens(path, vocabulary) == vocabulary.encode("One two.") + vocabulary.encode("Three.")
    assert read_tokens(path, vocabulary, at_least=1) == vocabulary.encode("One two.")
    path.write_bytes(b"no xz")
    with pytest.raises(GlassformerError, match="not a readable xz-compressed text"):
        read_tokens(path, vocabulary)
