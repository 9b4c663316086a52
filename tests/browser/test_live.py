"""The reader's browser says what the same variant says in Python, and the figures follow the newest text."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, expect

from glassformer.runner import GraphRunner
from glassformer.verify import LOGIT_TOLERANCE
from glassformer.vocabulary import Vocabulary
from visit import LIVE, Open, Visit, source

Provider = Literal["wasm", "webgpu"]
TEXTS = ["The cat sat on the", "Once upon a time there was a little", "我爱你 😀 <b>bold</b>"]
ROUNDING = 5e-5  # tables show five digits


def probabilities(runner: GraphRunner, ids: list[int]) -> NDArray[np.float64]:
    """After the last token, over the whole vocabulary."""
    logits = runner.run(ids, ["logits"])["logits"][0].astype(np.float64)
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


def number(text: str) -> float:
    return float(re.sub(r"×10⁻(\S)", lambda match: f"e-{'⁰¹²³⁴⁵⁶⁷⁸⁹'.index(match[1])}", text))


def compare(visit: Visit, runner: GraphRunner, ids: list[int], provider: Provider = "wasm") -> None:
    """The ten most probable next tokens of the figure with ten rows."""
    figure = visit.ready("probabilities", 1)
    rows = visit.table(figure)[1:]
    expected = probabilities(runner, ids)
    best = np.argsort(-expected, kind="stable")[:10]
    assert [int(row[1]) for row in rows] == best.tolist()
    # A log-probability is a logit less the log-sum-exp of all: it may differ by twice what a logit may.
    relative = np.expm1(2 * LOGIT_TOLERANCE[provider]) + ROUNDING
    np.testing.assert_allclose([number(row[-1]) for row in rows], expected[best], rtol=relative)


def test_typed_texts_get_python_s_probabilities(live: Visit, runner: GraphRunner, vocabulary: Vocabulary) -> None:
    expect(live.prompt.locator("[data-part=status]")).to_contain_text("WebAssembly")
    for text in TEXTS:
        check(live, text, runner, vocabulary)


def test_on_webgpu_they_are_the_same(
    open_page: Open, gpu_browser: Browser, runner: GraphRunner, vocabulary: Vocabulary
) -> None:
    visit = open_page("index.html", browser=gpu_browser)
    visit.run_live()
    expect(visit.prompt.locator("[data-part=status]")).to_contain_text("WebGPU")
    for text in TEXTS:
        check(visit, text, runner, vocabulary, "webgpu")


def check(visit: Visit, text: str, runner: GraphRunner, vocabulary: Vocabulary, provider: Provider = "wasm") -> None:
    ids = vocabulary.encode(text)
    visit.write(text)
    expect(visit.prompt.locator(".gf-count")).to_contain_text(f"{len(ids)} tokens")
    # An example's own text looks the same before it has run, but for the digits.
    part = visit.ready("probabilities", 1).locator("[data-part=source]")
    expect(part).to_have_text("live · Glassformer embedded · q8", timeout=LIVE)
    compare(visit, runner, ids, provider)
    assert visit.ready("tokens").locator(".gf-chip-id").all_text_contents() == [str(token) for token in ids]


def test_what_would_be_downloaded_is_said_first_and_is_what_is_downloaded(open_page: Open, site_server, site) -> None:
    visit = open_page("index.html")
    visit.ready("probabilities")
    site_server.asked.clear()
    offer = visit.offer()
    said = float(re.search(r"downloads ([\d.]+) MB", offer)[1])  # type: ignore[index]
    assert "Glassformer embedded (q8, the closest to the original, and small anyway)" in offer
    assert "WebAssembly" in offer
    assert not any(path.endswith((".bin", ".wasm")) for path in site_server.asked)

    visit.page.on("response", lambda response: sizes.append(response))
    sizes: list = []
    visit.prompt.locator("[data-control=accept]").click()
    expect(visit.prompt).to_have_attribute("data-state", "on", timeout=LIVE)
    loaded = {path.split("?")[0].removeprefix("/some/where/") for path in site_server.asked}
    size = sum(
        (site / path).stat().st_size for path in loaded if path.endswith((".bin", ".gz")) and "traces" not in path
    )
    assert said == pytest.approx(size / 1e6, rel=0.02)


def test_the_newest_text_wins(live: Visit, runner: GraphRunner, vocabulary: Vocabulary) -> None:
    visit = live
    words = ["Once", "upon", "a", "time", "there", "was", "a", "dog", "who", "could", "not"]
    for count in range(1, len(words) + 1):
        visit.text.fill(" ".join(words[:count]))
        visit.page.wait_for_timeout(260 if count % 3 == 0 else 40)  # some pauses are long enough to start a run
    visit.write(" ".join(words))
    tokens = visit.ready("tokens").locator("[data-position]")
    expect(tokens).to_have_count(len(words))
    compare(visit, runner, vocabulary.encode(" ".join(words)))
    visit.page.wait_for_timeout(500)  # nothing late may replace it
    expect(tokens).to_have_count(len(words))


def test_a_figure_further_down_is_live_when_it_comes_into_view(open_page: Open) -> None:
    visit = open_page("heads.html")
    visit.run_live()
    visit.write("Tom and Peter went home")
    figure = visit.ready("attention", 2)
    expect(figure.locator("[data-part=source]")).to_contain_text("live")
    figure.locator("[data-control=block]").select_option("5")  # its detail comes from the engine
    expect(figure.locator(".gf-steps-table")).to_be_visible(timeout=30_000)
    expect(figure.locator(".gf-row-label").nth(2)).to_contain_text("Peter")


def test_the_reader_s_text_can_be_undone(live: Visit) -> None:
    live.write("Something else")
    live.prompt.get_by_role("button", name="Back to the example").click()
    expect(live.text).to_have_value("The cat sat on the")
    tokens = live.ready("tokens")
    expect(tokens.locator("[data-position]")).to_have_count(5)
    assert source(tokens) == "precomputed · Glassformer embedded · fp32"
