"""The live model without a part gives what Python's gives without it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
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


def test_each_removal_moves_the_prediction_as_far_as_in_python(
    open_page: Open, runner: GraphRunner, vocabulary: Vocabulary
) -> None:
    visit = open_page("ablation.html")
    figure = visit.ready("ablate")
    expect(figure.locator(".gf-column-name")).to_have_text(["as it is"])
    visit.run_live()
    visit.write(TEXT)
    figure = visit.ready("ablate")
    figure.locator("[data-control=block]").select_option(str(BLOCK))
    figure.locator("[data-control=head]").select_option(str(HEAD))

    neutral = Switches.neutral(runner.config)
    mlp = neutral.mlp_scale.copy()
    mlp[BLOCK] = 0
    removals = {
        ("head", f"head {HEAD} of block {BLOCK}"): neutral.with_head(BLOCK, HEAD, 0),
        ("mlp", f"the MLP of block {BLOCK}"): replace(neutral, mlp_scale=mlp),
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
