"""The pages for readers with a keyboard, a screen reader, a phone, or a dark room."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from _server import SiteHandler
from faulty_server import FaultyServer, held, status
from glassformer.directives.kinds import KINDS
from visit import LIVE, Open, Visit

PAGES = ["index.html", "attention.html"]
WIDTHS = {"small phone": 320, "phone": 390, "tablet": 820, "desktop": 1440}
# What a finger has to hit: controls, not the cells of a picture, which have controls beside them. A link inside a
# sentence is as high as its line (WCAG 2.2, 2.5.8: inline).
SMALL_TARGETS = """() => {
  const target = (element) => (element.type === 'radio' && element.closest('label')) || element;
  return [...document.querySelectorAll('.gf-figure :is(button, select, input, textarea, summary, a:not(p > a))')]
  .map((element) => [element.outerHTML.slice(0, 80), target(element).getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 44 || box.width < 44))
  .map(([name, box]) => `${name} ${box.width}x${box.height}`);
}"""
# Indices of formulas apart: they are small by convention.
SMALL_TEXT = """() => [...document.querySelectorAll('.gf-figure *:not(.katex *)')]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((element) => element.getClientRects().length && parseFloat(getComputedStyle(element).fontSize) < 13.99)
  .map((element) => [element.className, element.textContent.slice(0, 20), getComputedStyle(element).fontSize])"""
# Words that do not fit: wider than their button, than a box that hides the rest, or than the list they are chosen in.
CLIPPED = """() => {
  const pen = document.createElement('canvas').getContext('2d');
  const shown = (element) => element.getClientRects().length > 0 && !element.closest('.gf-unseen, svg, .katex');
  const narrow = (list) => {
    const style = getComputedStyle(list);
    pen.font = style.font;
    const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return pen.measureText(list.selectedOptions[0].label).width > room + 1;
  };
  const cut = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const words = range.getBoundingClientRect();
    if (getComputedStyle(text.parentElement).writingMode !== 'horizontal-tb') return false; // as high as it needs
    for (let box = text.parentElement; !box.matches('.gf-figure'); box = box.parentElement) {
      const {overflowX} = getComputedStyle(box);
      if (overflowX === 'auto' || overflowX === 'scroll') return false;
      const {left, right, bottom} = box.getBoundingClientRect();
      const holds = overflowX !== 'visible' || box.localName === 'button';
      if (holds && words.top >= bottom - 1) return false; // not shown at all
      if (holds && (words.left < left - 1 || words.right > right + 1)) return true;
    }
    return false;
  };
  const texts = (element) => [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll('.gf-figure *')]
    .filter(shown)
    .filter((element) => (element.localName === 'select' ? narrow(element) : texts(element).some(cut)))
    .map((element) => [element.className, element.dataset.control, element.textContent.trim().slice(0, 20)]);
}"""

# Numbers those of some elements that can have the focus, in the order of the page; returns their names.
IN_ORDER = """(elements) => elements
  .filter((element) => element.checkVisibility() && !element.disabled)
  .map((element, order) => {
    element.dataset.order = order;
    return element.dataset.control ?? element.dataset.part ?? element.localName;
  })"""


def tabbed(page: Page, count: int) -> list[int]:
    """The numbers of `IN_ORDER` that Tab reaches, from the first of ``count``."""
    page.locator("[data-order='0']").focus()
    reached = [0]
    for _ in range(2 * count):  # what scrolls, and links, can have the focus too
        if reached[-1] == count - 1:
            break
        page.keyboard.press("Tab")
        if order := page.evaluate("document.activeElement.dataset.order"):
            reached.append(int(order))
    return reached


def all_ready(visit: Visit) -> None:
    """Every figure of the page, scrolled to and interactive."""
    for kind in (kind.name for kind in KINDS.values() if kind.drawn):
        for number in range(visit.page.locator(f"gf-{kind}").count()):
            visit.ready(kind, number)
    visit.page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page: Open, root: Path, name: str, scheme: str) -> None:
    visit = open_page(name, color_scheme=scheme)
    all_ready(visit)
    visit.offer()
    assert violations(visit, root) == []


@pytest.mark.parametrize("state", ["loading", "failed", "on"])
def test_axe_finds_nothing_in_a_state_of_the_live_model(
    open_page: Open, site_server: FaultyServer, root: Path, state: str
) -> None:
    visit = open_page("index.html", expected=["404"])
    all_ready(visit)
    release = threading.Event()
    site_server.faults |= {"loading": {".bin": held(release)}, "failed": {".bin": status(404)}, "on": {}}[state]
    visit.offer()
    visit.prompt.locator("[data-control=accept]").click()
    expect(visit.prompt).to_have_attribute("data-state", state, timeout=LIVE)
    if state == "on":
        visit.write("A text of my own")
        expect(visit.ready("tokens").locator("[data-part=source]")).to_contain_text("live")
    assert violations(visit, root) == []
    release.set()


def violations(visit: Visit, root: Path) -> list[str]:
    visit.page.add_script_tag(path=root / "site_src/node_modules/axe-core/axe.min.js")
    result: Any = visit.page.evaluate("axe.run({resultTypes: ['violations']})")
    return [describe(violation) for violation in result["violations"]]


def describe(violation: dict[str, Any]) -> str:
    places = [f"{node['target']} {node['html'][:120]}" for node in violation["nodes"][:4]]
    return f"{violation['id']}: {violation['help']} {places}"


@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_fits_every_width(open_page: Open, site_server: FaultyServer, name: str, device: str) -> None:
    site_server.faults[".woff2"] = status(404)  # the font that a slow visit shows is a wider one
    visit = open_page(name, viewport={"width": WIDTHS[device], "height": 900}, expected=["404"])
    all_ready(visit)
    width: int = visit.page.evaluate("document.documentElement.scrollWidth")
    assert width <= WIDTHS[device]
    assert visit.page.evaluate(SMALL_TARGETS) == []
    assert visit.page.evaluate(SMALL_TEXT) == []
    assert visit.page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_when_figures_become_interactive(
    open_page: Open, site_server: FaultyServer, name: str, device: str
) -> None:
    site_server.faults[".woff2"] = status(404)  # a font that arrives moves text too; this is about the figures
    observe = """globalThis.shift = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.shift += entry.value; })
        .observe({type: 'layout-shift', buffered: true});"""
    visit = open_page(name, viewport={"width": WIDTHS[device], "height": 900}, script=observe, expected=["404"])
    expect(visit.page.locator(".gf-figure > [data-state]").first).not_to_have_attribute("data-state", "static")
    visit.page.wait_for_timeout(500)
    assert visit.page.evaluate("globalThis.shift") < 0.01


def test_everything_by_keyboard(open_page: Open) -> None:
    """Tab reaches each control once, in the order of the page, and Enter runs live."""
    visit = open_page("index.html")
    all_ready(visit)
    controls = visit.page.locator('.gf-figure :is(button, select, input, textarea, summary, [tabindex="0"])')
    names: list[str] = controls.evaluate_all(IN_ORDER)
    assert {"text", "run-live", "position", "block", "head", "query", "key"} <= set(names)
    assert {"drawing", "summary", "table-body", "temperature", "top-k", "top-p"} <= set(names)
    reached = tabbed(visit.page, len(names))
    assert [names[order] for order in reached] == names
    assert reached == list(range(len(names)))
    visit.prompt.locator("[data-control=run-live]").focus()
    visit.page.keyboard.press("Enter")
    expect(visit.prompt.locator("[data-control=accept]")).to_be_focused()


def test_controls_speak_the_page_s_language(open_page: Open, site: Path, site_server: FaultyServer) -> None:
    def chinese(handler: SiteHandler) -> bool:
        page = (site / "index.html").read_text(encoding="utf-8").replace('<html lang="en"', '<html lang="zh"').encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html; charset=utf-8")
        handler.send_header("Content-Length", str(len(page)))
        handler.end_headers()
        handler.wfile.write(page)
        return True

    site_server.faults["index.html"] = chinese
    visit = open_page("index.html")
    expect(visit.ready("tokens").get_by_role("button", name="重置")).to_be_visible()
    expect(visit.figure("tokens").locator("[data-part=source]")).to_have_text("预先计算 · Glassformer embedded · fp32")
    expect(visit.prompt.locator("[data-control=run-live]")).to_have_text("实时运行……")
    expect(visit.prompt.locator(".gf-example-reason").first).to_contain_text("词元")
