"""What the reader chooses in one figure shows in all of the page, by mouse, touch and keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from visit import Open, Visit, drawing


def selected_token(figure: Locator) -> Locator:
    return figure.locator("[data-position].gf-selected")


@pytest.fixture
def visit(open_page: Open) -> Visit:
    visit = open_page("index.html")
    for kind in ("tokens", "attention", "probabilities"):
        visit.ready(kind)
    return visit


def test_choosing_a_token_shows_in_all_figures(visit: Visit) -> None:
    tokens, attention, probabilities = (visit.ready(kind) for kind in ("tokens", "attention", "probabilities"))
    tokens.locator("[data-position='1']").click()
    expect(selected_token(tokens)).to_have_attribute("data-position", "1")
    expect(attention.locator("[data-control=query]")).to_have_value("1")
    expect(attention.locator(".gf-row-label.gf-selected")).to_have_attribute("data-query", "1")
    expect(probabilities.locator(".gf-part-title")).to_contain_text("cat")

    attention.locator("[data-query='3'][data-key='0'].gf-cell").click()
    expect(selected_token(tokens)).to_have_attribute("data-position", "3")
    expect(probabilities.locator(".gf-part-title")).to_contain_text("on")


def test_a_head_of_the_small_multiples_is_shown_large(visit: Visit) -> None:
    figure = visit.ready("attention")
    title = figure.locator(".gf-matrix-part .gf-part-title")
    figure.locator("[data-head='2']").click()
    expect(title).to_contain_text("head 2")
    figure.locator("[data-control=block]").select_option("1")
    expect(title).to_contain_text("Block 1, head 2")
    figure.get_by_role("button", name="Next block").click()
    expect(title).to_contain_text("Block 2, head 2")


def test_pointing_at_a_cell_shows_it_and_leaving_shows_the_choice_again(visit: Visit) -> None:
    figure = visit.ready("attention")
    before = drawing(figure)
    figure.locator("[data-query='2'][data-key='1'].gf-cell").hover()
    expect(figure.locator(".gf-worked")).to_contain_text("cat")
    expect(figure.locator("[data-part=drawing] .gf-readout")).to_contain_text("sat gives ·cat a weight of")
    figure.locator("[data-part=source]").hover()
    expect(figure.locator(".gf-cell-frame")).to_have_count(0)
    assert drawing(figure) == before


def test_a_masked_cell_says_why(visit: Visit) -> None:
    figure = visit.ready("attention")
    figure.locator("[data-query='1'][data-key='3'].gf-cell").click()
    expect(figure.get_by_role("status")).to_contain_text("cannot see")


def test_arrow_keys_move_and_are_read_out(visit: Visit) -> None:
    figure = visit.ready("attention")
    figure.locator("[data-part=drawing]").focus()
    for key in ("ArrowUp", "ArrowLeft", "ArrowLeft"):
        visit.page.keyboard.press(key)
    expect(figure.locator("[data-control=query]")).to_have_value("3")
    expect(figure.get_by_role("status")).to_contain_text("gives")
    expect(figure.locator(".gf-cell-frame")).to_have_count(1)
    expect(figure.locator("[data-part=drawing]")).to_be_focused()

    tokens = visit.ready("tokens")
    tokens.locator("[data-part=drawing]").focus()
    visit.page.keyboard.press("ArrowLeft")
    expect(selected_token(tokens)).to_have_attribute("data-position", "2")
    expect(tokens.get_by_role("status")).to_contain_text("Token 2 is selected")


def test_the_steps_can_be_looked_at_one_by_one(visit: Visit) -> None:
    figure = visit.ready("attention")
    figure.get_by_role("button", name="1 multiply").click()
    expect(figure.locator(".gf-matrix-part .gf-part-title")).to_contain_text("q·k")
    expect(figure.get_by_role("button", name="1 multiply")).to_have_attribute("aria-pressed", "true")
    figure.locator("[data-step=masked]").last.click()
    expect(figure.locator(".gf-matrix-part .gf-part-title")).to_contain_text("causal mask")


def test_the_table_follows_while_it_is_open(visit: Visit) -> None:
    figure = visit.ready("attention")
    first = visit.table(figure)
    figure.locator("[data-control=query]").select_option(index=0)
    expect(figure.locator("[data-part=table-body] caption")).to_contain_text("position 0")
    assert visit.table(figure) != first


def test_temperature_and_filters_stand_beside_the_model_s_own(visit: Visit) -> None:
    figure = visit.ready("probabilities", 1)
    own = [row[-1] for row in visit.table(figure)[1:]]
    figure.locator("[data-control=temperature]").fill("2")
    figure.locator("[data-control=top-k]").focus()
    visit.page.keyboard.press("Home")
    expect(figure.locator("output").nth(1)).to_have_text("best 1")
    expect(figure.locator(".gf-part-title")).to_be_visible()
    rows = visit.table(figure)[1:]
    assert [row[-1] for row in rows] == own
    assert [float(row[-2]) for row in rows] == [1.0] + [0.0] * (len(rows) - 1)


def test_an_example_shows_in_all_figures(visit: Visit) -> None:
    visit.prompt.locator(".gf-examples summary").click()
    visit.prompt.locator("[data-example=emoji]").click()
    expect(visit.text).to_have_value("I love you 😀")
    for kind in ("tokens", "attention", "probabilities"):
        visit.ready(kind)
    expect(visit.figure("tokens").locator("[data-position]").first).to_contain_text("I")
    expect(visit.figure("attention").locator(".gf-row-label").first).to_contain_text("I")
    expect(visit.prompt.locator("[data-example=emoji]")).to_have_attribute("aria-pressed", "true")


COLUMN_IN_SIGHT = """(cell) => {
  const [box, place] = [cell, cell.closest('.gf-scroll')].map((element) => element.getBoundingClientRect());
  const names = cell.closest('.gf-matrix').querySelector('.gf-corner').getBoundingClientRect();
  return box.left >= names.right - 1 && box.right <= place.right + 1;
}"""


def test_a_chosen_column_of_a_long_matrix_comes_into_sight_without_moving_the_page(open_page: Open) -> None:
    visit = open_page("attention.html", viewport={"width": 390, "height": 844})
    figure = visit.ready("attention")
    visit.prompt.locator(".gf-examples summary").click()
    visit.prompt.locator("[data-example=pronoun]").click()
    expect(figure.locator(".gf-column-label")).to_have_count(18)
    scroller = figure.locator(".gf-scroll")
    assert scroller.evaluate("({scrollWidth, clientWidth}) => scrollWidth > clientWidth + 40")
    key = figure.locator("[data-control=key]")
    key.scroll_into_view_if_needed()
    before = visit.page.evaluate("scrollY")
    last = key.locator("option").count() - 1
    for index in (last, 1, last // 2):
        key.select_option(index=index)
        column = figure.locator(".gf-column-label.gf-selected")
        expect(column).to_have_attribute("data-key", str(index - 1))
        cell = figure.locator(f".gf-cell[data-query='0'][data-key='{index - 1}']")
        assert cell.evaluate(COLUMN_IN_SIGHT)
    assert visit.page.evaluate("scrollY") == before


@pytest.mark.parametrize("kind", ["tokens", "attention"])
def test_touch_chooses_too(open_page: Open, kind: str) -> None:
    visit = open_page("index.html", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    figure = visit.ready(kind)
    target = "[data-position='1']" if kind == "tokens" else "[data-query='1'][data-key='0'].gf-cell"
    figure.locator(target).tap()
    expect(visit.ready("tokens").locator("[data-position].gf-selected")).to_have_attribute("data-position", "1")
