"""Before and without a script: the page's own pictures, which the script then takes over unchanged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect
from safetensors.numpy import load_file

from glassformer.directives.kinds import KINDS
from visit import Open, drawing, source

PAGES = {  # with kinds that each has to have
    "index.html": {"tokens", "attention", "probabilities"},
    "attention.html": {"tokens", "attention", "probabilities"},
    "generation.html": {"generate", "kv-cache"},
}
DRAWN = [kind.name for kind in KINDS.values() if kind.drawn]

# Attributes have no order: put in one, equal trees give equal text.
ORDERED = """(root) => {
  const copy = root.cloneNode(true);
  for (const element of copy.querySelectorAll('*')) {
    const attributes = [...element.attributes].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name } of attributes) element.removeAttribute(name);
    for (const { name, value } of attributes) element.setAttribute(name, value);
  }
  return copy.innerHTML;
}"""

STATIC = """async (kind) => {
  const ordered = ORDERED;
  const text = await (await fetch(location.href)).text();
  const page = new DOMParser().parseFromString(text, 'text/html');
  const part = (figure, name) => figure.querySelector(`[data-part="${name}"]`);
  return [...page.querySelectorAll(`gf-${kind}`)].map((figure) => ({
    drawing: ordered(part(figure, 'drawing')),
    source: part(figure, 'source').textContent,
    table: [...part(figure, 'table-body').querySelectorAll('tr')]
      .map((row) => [...row.cells].map((cell) => cell.textContent)),
  }));
}""".replace("ORDERED", ORDERED)


@pytest.fixture(scope="module")
def trace(root: Path) -> dict[str, np.ndarray]:
    return load_file(root / "model_artifacts/traces/embedded/cat-sat/core.safetensors")


def test_without_a_script_ten_probabilities_and_a_row_of_weights_can_be_read(
    open_page: Open, trace: dict[str, np.ndarray]
) -> None:
    visit = open_page("attention.html", java_script_enabled=False)
    rows = visit.figure("probabilities").locator("[data-part=table-body] tbody tr")
    ids = [int(cell) for cell in rows.locator("td:nth-child(2)").all_text_contents()[:10]]
    assert ids == trace["top_ids"][:10].tolist()
    own = [number(cell) for cell in rows.locator("td:last-child").all_text_contents()[:10]]
    np.testing.assert_allclose(own, np.exp(trace["top_log_probs"][:10]), rtol=1e-4)

    figure = visit.figure("attention")
    view = figure.evaluate("figure => JSON.parse(figure.getAttribute('spec'))")
    weights = figure.locator("[data-part=table-body] tbody td:last-child").all_text_contents()
    expected = trace["pattern"][view["block"], view["head"], view["position"]].astype(np.float64)
    # The trace's core holds halves, whose smallest step is 6e-8; the table shows what the scores give.
    np.testing.assert_allclose([number(weight) for weight in weights], expected, rtol=1e-3, atol=1e-7)


def number(text: str) -> float:
    """What a page prints: 0.25, or 3.5×10⁻⁸."""
    superscripts = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return float(text.replace("×10", "e").translate(superscripts))


@pytest.mark.parametrize("name", PAGES)
def test_the_first_frame_of_each_figure_is_the_page_s_own(open_page: Open, name: str) -> None:
    visit = open_page(name)
    seen = set()
    for kind in DRAWN:
        for number, static in enumerate(visit.page.evaluate(STATIC, kind)):
            seen.add(kind)
            figure = visit.ready(kind, number)
            assert figure.locator("[data-part=drawing]").evaluate(ORDERED) == static["drawing"]
            assert source(figure) == static["source"]
            assert visit.table(figure) == static["table"]
    assert PAGES[name] <= seen


def test_nothing_of_the_engine_is_fetched_before_the_reader_asks(open_page: Open, site_server) -> None:
    visit = open_page("index.html", service_workers="block")  # the worker keeps the site's code for later visits
    visit.ready("probabilities", 1)
    asked = " ".join(site_server.asked)
    assert "traces/embedded/cat-sat/core" in asked
    assert not any(part in asked for part in ("models/", "assets/ort/", "engine-", "tokenizer", ".wasm"))


def test_the_first_figure_needs_little(open_page: Open, site: Path, site_server) -> None:
    """At most 450 kB as a host that compresses text sends it."""
    import gzip

    visit = open_page("index.html", service_workers="block")  # what it fetches comes after the figures
    expect(visit.figure("probabilities")).to_have_attribute("data-state", "ready")
    paths = {path.split("?")[0].removeprefix("/some/where/") for path in site_server.asked}
    size = sum(len(gzip.compress((site / path).read_bytes())) for path in paths if (site / path).is_file())
    assert 50_000 < size < 450_000


def test_figures_work_after_the_network_is_cut(open_page: Open) -> None:
    visit = open_page("attention.html")
    figure = visit.ready("attention")
    visit.ready("probabilities")
    visit.context.set_offline(True)
    before = drawing(figure)
    figure.locator("[data-control=query]").select_option(index=1)
    expect(figure.locator(".gf-row-label.gf-selected")).to_have_attribute("data-query", "1")
    assert drawing(figure) != before
    figure.locator("[data-control=query]").select_option(index=4)
    probabilities = visit.ready("probabilities")
    expect(probabilities.locator("[data-part=drawing] .gf-sampled")).to_have_count(0)
    probabilities.locator("[data-control=temperature]").fill("0.5")
    expect(probabilities.locator("[data-part=drawing] tbody td.gf-sampled").first).to_contain_text("%")


def test_a_page_opened_from_disk_says_so_and_keeps_no_room_for_controls(wasm_browser: Browser, site: Path) -> None:
    page = wasm_browser.new_page()
    page.goto((site / "attention.html").as_uri())
    expect(page.locator("gf-prompt .gf-disk-note")).to_be_visible()
    expect(page.locator("gf-attention .gf-controls").first).to_be_hidden()
    assert page.locator("gf-prompt").evaluate("(card) => card.clientHeight") < 200
    page.close()


def test_a_served_page_does_not_speak_of_the_disk(open_page: Open) -> None:
    visit = open_page("attention.html", java_script_enabled=False)
    expect(visit.prompt.locator(".gf-disk-note")).to_be_hidden()
