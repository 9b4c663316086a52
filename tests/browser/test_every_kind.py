"""What every kind of figure has: a table, a reset, a way into the explorer, and controls for keys and for fingers.

All are looked at on the authors' page, which shows one of each, on a phone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from faulty_server import serving
from glassformer.directives.kinds import KINDS
from printed_numbers import printed
from test_accessibility import CLIPPED, IN_ORDER, SMALL_TARGETS, SMALL_TEXT, tabbed
from test_first_frame import ORDERED, STATIC
from visit import Visit

PAGE = "authors.html"
ELSEWHERE = {"explorer"}  # on a page of its own, with tests of its own
SHOWN = [kind for kind in KINDS.values() if kind.drawn and kind.name not in ELSEWHERE]
# Of these the picture prints a part of the table, such as the number that is worked out, or its numbers in two digits;
# of all others every row.
PARTLY_PRINTED = {"embedding", "layernorm", "qkv", "training", "removals", "rounding", "generate", "kv-cache"}
# What changes how a token will be drawn, and nothing that is drawn already.
OF_THE_NEXT_TOKEN = {"temperature", "top-k", "top-p", "seed", "other-seed", "stop-at"}
CHANGING = (
    ":is(select, input, .gf-segment[aria-pressed=false]):not([data-control=pace], [data-control=word], :disabled)"
)


@pytest.fixture(scope="module")
def visit(wasm_browser: Browser, root: Path) -> Iterator[Visit]:
    with serving(root / "site") as running:
        phone = wasm_browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
        visit = Visit(phone, running.address)
        visit.open(PAGE)
        yield visit
        visit.context.close()
        assert visit.problems == []


@pytest.mark.parametrize("kind", [kind.name for kind in SHOWN])
def test_the_table_has_the_numbers_of_the_picture(visit: Visit, kind: str) -> None:
    figure = visit.ready(kind)
    head, *rows = visit.table(figure)
    assert rows
    assert {len(row) for row in rows} == {len(head)}
    assert all(cell.strip() and not re.search("NaN|undefined", cell) for row in rows for cell in row)
    drawn = printed(figure.locator("[data-part=drawing]").inner_text())
    telling = [numbers for row in rows if (numbers := [number for cell in row for number in printed(cell)])]
    found = [any(one.stands_for(number) for one in drawn for number in numbers) for numbers in telling]
    assert any(found) if kind in PARTLY_PRINTED else telling and all(found)


@pytest.mark.parametrize("kind", [kind.name for kind in SHOWN])
def test_each_control_works_by_keys_and_reset_takes_it_back(visit: Visit, kind: str) -> None:
    figure = visit.ready(kind)
    drawn = figure.locator("[data-part=drawing]")
    first = drawn.evaluate(ORDERED)
    assert first == visit.page.evaluate(STATIC, kind)[0]["drawing"]
    reset = figure.locator("[data-control=reset]")
    expect(reset).to_be_disabled()
    changing = figure.locator(f"[data-part=controls] {CHANGING}")
    for number in range(changing.count()):
        control = changing.nth(number)
        name = control.get_attribute("data-control")
        change(control)
        expect(reset, f"after a change of {name}").to_be_enabled()
        if kind != "generate" or name not in OF_THE_NEXT_TOKEN:
            assert drawn.evaluate(ORDERED) != first, name
        reset.press("Enter")
        expect(reset, f"after {name} was taken back").to_be_disabled()
        assert drawn.evaluate(ORDERED) == first, name


def change(control: Locator) -> None:
    """Choose something else, by keys alone."""
    if control.evaluate("(control) => control.localName") == "button":
        return control.press("Enter")
    if control.get_attribute("type") == "text":
        return control.press_sequentially("a")
    before = control.input_value()
    for key in ("ArrowUp", "ArrowDown"):
        control.press(key)
        if control.input_value() != before:
            return None
    raise AssertionError(f"arrow keys change nothing: {control.get_attribute('data-control')}")


@pytest.mark.parametrize("kind", [kind.name for kind in SHOWN])
def test_tab_goes_through_the_figure_in_its_order(visit: Visit, kind: str) -> None:
    figure = visit.ready(kind)
    controls = figure.locator(':is(button, select, input, textarea, summary, a[href], [tabindex="0"])')
    names: list[str] = controls.evaluate_all(IN_ORDER)
    assert names[-1] in {"summary", "table-body"}
    reached = tabbed(visit.page, len(names))
    figure.evaluate("(figure) => figure.querySelectorAll('[data-order]').forEach((one) => delete one.dataset.order)")
    assert [names[order] for order in reached] == names
    assert reached == list(range(len(names)))


@pytest.mark.parametrize("kind", [kind.name for kind in SHOWN])
def test_a_link_leads_into_the_explorer_or_the_reference_says_why_not(visit: Visit, kind: str) -> None:
    link = visit.ready(kind).locator("[data-part=explored]")
    reason = KINDS[kind].unexplored
    if reason:
        expect(link).to_have_count(0)
        expect(visit.page.locator(".gf-used", has_text=reason)).to_have_count(1)
    else:
        expect(link).to_have_attribute("href", re.compile(r"explorer\.html#prompt="))


def test_everything_is_large_enough_to_read_and_to_hit(visit: Visit) -> None:
    for kind in SHOWN:
        visit.table(visit.ready(kind.name))
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.page.evaluate(SMALL_TARGETS) == []
    assert visit.page.evaluate(SMALL_TEXT) == []
    assert visit.page.evaluate(CLIPPED) == []
