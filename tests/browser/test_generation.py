"""The page's text goes on: stored tokens first, then the live model's, each with what it was drawn from."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Locator, expect

from glassformer.runner import GraphRunner
from glassformer.sampling import Sampling, sample, uniform
from glassformer.vocabulary import Vocabulary
from visit import RUN, Open

TEXT = "Once upon a time there was a little girl who lived in a"
STORED, PLAYED = 12, 24


def control(figure: Locator, name: str) -> Locator:
    return figure.locator(f"[data-part=controls] [data-control={name}]")


def written(figure: Locator) -> list[str]:
    return figure.locator("[data-written]").all_text_contents()


def play(figure: Locator) -> list[str]:
    """From the beginning, as fast as it goes."""
    control(figure, "reset").click()
    expect(figure.locator("[data-written]")).to_have_count(0)
    control(figure, "pace").locator("xpath=self::*[@data-value='fast']").click()
    control(figure, "play").click()
    expect(figure.locator("[data-written]")).not_to_have_count(0, timeout=RUN)
    expect(control(figure, "stop")).to_be_disabled(timeout=RUN)  # at the target, or where the model ends the text
    return written(figure)


def test_a_text_is_written_on_live(open_page: Open, runner: GraphRunner, vocabulary: Vocabulary) -> None:
    visit = open_page("generation.html")
    figure = visit.ready("generate")
    stored = written(figure)
    assert 2 < len(stored) <= STORED
    control(figure, "back").click()
    control(figure, "back").click()
    control(figure, "step").click()
    assert written(figure) == stored[:-1]
    expect(figure.locator("[data-part=source]")).to_contain_text("precomputed")

    visit.run_live()
    expect(figure.locator("[data-part=source]")).to_contain_text(re.compile("^live"), timeout=RUN)
    first = play(figure)
    assert play(figure) == first
    expect(control(figure, "play")).to_have_text("Play")

    # The list of the first token is what Python computes with the same weights, and the draw is Python's too.
    figure.locator("[data-written='0']").click()
    ids = vocabulary.encode(TEXT)
    logits = runner.run(ids, ["logits"])["logits"][0]
    sampled = sample(logits, Sampling(0.8, 40))
    rows = figure.locator(".gf-candidates tbody tr")
    shown = [int(row.get_attribute("data-token-id") or -1) for row in rows.all()][:8]
    assert shown == sampled.order[:8].tolist()
    numbers = rows.locator("td:nth-child(2)").all_text_contents()[:8]
    np.testing.assert_allclose([float(text.replace("−", "-")) for text in numbers], logits[shown], atol=0.02)
    drawn = figure.locator(".gf-candidates .gf-drawn").get_attribute("data-token-id")
    assert int(drawn or -1) == sampled.draw(uniform(7, len(ids)))

    # Another token is taken, and the way that was left is there to go back to.
    figure.locator("[data-written='2']").click()
    figure.locator(".gf-candidates tbody tr:not(.gf-drawn)").first.click()
    control(figure, "choose").click()
    expect(figure.locator("[data-written]")).to_have_count(3)
    control(figure, "step").click()
    expect(figure.locator("[data-written]")).to_have_count(4)
    expect(figure.locator("[data-part=controls]")).to_contain_text("1 token through the model")
    assert written(figure)[:2] == first[:2]
    assert written(figure)[2] != first[2]
    figure.locator("[data-left]").first.click()
    assert written(figure) == first

    # Stopped in mid-play, it stands still.
    control(figure, "back").click()
    control(figure, "pace").locator("xpath=self::*[@data-value='slow']").click()
    control(figure, "play").click()
    expect(control(figure, "stop")).to_be_enabled()
    control(figure, "stop").click()
    expect(control(figure, "stop")).to_be_disabled()
    assert len(written(figure)) <= PLAYED + 1
    control(figure, "other-seed").click()
    assert play_with_seed(figure) != first

    # Playing ends where a text to stop at has been written.
    stop = first[3].replace("·", " ").strip()
    control(figure, "reset").click()
    control(figure, "stop-at").fill(stop)
    control(figure, "play").click()
    expect(figure.locator("[data-part=controls] .gf-note")).to_contain_text(f"“{stop}” was written", timeout=RUN)
    assert stop in "".join(written(figure))
    assert stop not in "".join(written(figure)[:-1])

    cache = visit.ready("kv-cache")
    expect(cache.locator("tr.gf-kv-computed")).to_have_count(1)
    control(cache, "measure").click()
    expect(cache.locator("[data-part=controls] [role=status]").first).to_contain_text("medians of 3 runs", timeout=RUN)
    times = cache.locator(".gf-kv-counts tr:last-child .gf-number").all_text_contents()
    with_cache, without = (float(text.split()[0]) for text in times)
    assert with_cache > 0
    assert without > 0


def play_with_seed(figure: Locator) -> list[str]:
    """What another seed writes from the beginning."""
    while figure.locator("[data-written]").count():
        control(figure, "back").click()
    control(figure, "pace").locator("xpath=self::*[@data-value='fast']").click()
    control(figure, "play").click()
    expect(figure.locator("[data-written]")).not_to_have_count(0, timeout=RUN)
    expect(control(figure, "stop")).to_be_disabled(timeout=RUN)  # at the target, or where the model ends the text
    return written(figure)


def test_the_explorer_reads_on_what_is_written(open_page: Open) -> None:
    visit = open_page("explorer.html")
    visit.page.locator("details.note > summary").click()
    figure = visit.ready("generate")
    visit.run_live()
    explorer = visit.ready("explorer")
    expect(explorer.locator(".gf-x-name")).to_have_count(5)
    expect(explorer.locator(".gf-x-kept")).to_have_count(0)
    for count in (1, 2):
        control(figure, "step").click()
        expect(explorer.locator(".gf-x-name")).to_have_count(5 + count, timeout=RUN)
        expect(explorer.locator(".gf-x-kept")).to_have_count(4 + count)
    control(figure, "back").click()
    expect(explorer.locator(".gf-x-name")).to_have_count(6, timeout=RUN)
    assert len(written(figure)) == 1
    control(figure, "other-seed").click()
    expect(visit.page).to_have_url(re.compile("seed=8"))
