"""The model without a part: stored of the examples, live with other texts, and what Python's gives without it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from glassformer.runner import GraphRunner, Switches
from glassformer.vocabulary import Vocabulary
from visit import LIVE, RUN, Open, Visit

TEXT = "The old fox met the young crow. The old fox met the young"
BLOCK, HEAD = 2, 1


def predicted(runner: GraphRunner, ids: list[int], switches: Switches) -> NDArray[np.float64]:
    """Log-probabilities after the last token, over the whole vocabulary."""
    logits = runner.run(ids, ["logits"], switches=switches)["logits"][0].astype(np.float64)
    return logits - np.log(np.exp(logits - logits.max()).sum()) - logits.max()


def distance(visit: Visit, part: str) -> float:
    """The KL divergence that the figure states of the model without a part, in nats."""
    status = visit.figure("ablate").locator("[role=status]")
    expect(status).to_contain_text(f"Without {part} the KL divergence is", timeout=RUN)
    return float(re.search(r"is ([\d.]+) nats", status.inner_text())[1])  # type: ignore[index]


def test_the_map_of_an_example_needs_no_live_model(
    open_page: Open, runner: GraphRunner, vocabulary: Vocabulary
) -> None:
    visit = open_page("ablation.html")
    figure, one = visit.ready("removals"), visit.ready("ablate")
    expect(one.locator(".gf-column-name")).to_have_count(2)
    cell = figure.locator(f"[data-removal='{BLOCK * (runner.config.n_head + 1) + HEAD}']")
    cell.click()
    expect(cell).to_have_class(re.compile("gf-selected"))
    ids = vocabulary.encode(visit.page.locator("textarea").input_value())
    neutral = Switches.neutral(runner.config)
    intact = predicted(runner, ids, neutral)
    without = predicted(runner, ids, neutral.with_head(BLOCK, HEAD, 0))
    expected = float((np.exp(intact) * (intact - without)).sum())
    assert float(cell.inner_text()) == pytest.approx(expected, abs=0.006)
    expect(one.locator(".gf-column-name").last).to_have_text(f"without head {HEAD} of block {BLOCK}")
    assert distance(visit, f"head {HEAD} of block {BLOCK}") == pytest.approx(expected, abs=6e-4)  # in three digits

    figure.locator("[data-part=drawing]").focus()
    visit.page.keyboard.press("ArrowRight")
    expect(figure.locator("[data-control=head]")).to_have_value(str(HEAD + 1))
    for _ in range(runner.config.n_head - HEAD - 1):
        visit.page.keyboard.press("ArrowRight")
    expect(
        figure.locator("[data-control=remove] [aria-pressed=true], [data-value=mlp][aria-pressed=true]")
    ).to_have_count(1)
    assert visit.problems == []


def test_each_removal_moves_the_prediction_as_far_as_in_python(
    open_page: Open, runner: GraphRunner, vocabulary: Vocabulary
) -> None:
    visit = open_page("ablation.html")
    visit.run_live()
    visit.write(TEXT)
    figure = visit.ready("ablate")
    figure.locator("[data-control=block]").select_option(str(BLOCK))
    figure.locator("[data-control=head]").select_option(str(HEAD))

    neutral = Switches.neutral(runner.config)
    removals = {
        ("head", f"head {HEAD} of block {BLOCK}"): neutral.with_head(BLOCK, HEAD, 0),
        ("mlp", f"the MLP of block {BLOCK}"): neutral.with_mlp(BLOCK, 0),
        ("positions", "the positions"): replace(neutral, pos_embed_scale=0.0),
        ("mask", "the causal mask"): replace(neutral, causal=0.0),
    }
    ids = vocabulary.encode(TEXT)
    intact = predicted(runner, ids, neutral)
    for (value, part), switches in removals.items():
        figure.locator(f"[data-value={value}]").click()
        without = predicted(runner, ids, switches)
        expected = float((np.exp(intact) * (intact - without)).sum())
        np.testing.assert_allclose(distance(visit, part), expected, rtol=0.02, atol=1e-4)
    expect(figure.locator("[data-part=source]")).to_contain_text("live", timeout=LIVE)
