"""The guided tour of the explorer, taken as readers take it: by keyboard, on a phone, from a link."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from test_accessibility import CLIPPED, SMALL_TARGETS, SMALL_TEXT, violations
from visit import Open, Visit

PAGE = "explorer.html"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
STEPS = 21
# What is pointed out, in the part of the window that neither header nor card covers: the share of its height, or
# of that part's where it is taller.
SEEN = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const [ring, card, head] = [box('.gf-spot-ring'), box('.gf-tour-card'), box('.md-header')];
  const seen = Math.min(ring.bottom, card.top) - Math.max(ring.top, head.bottom);
  return seen / Math.min(ring.height, card.top - head.bottom);
}"""


def tour(visit: Visit) -> Locator:
    return visit.page.locator("gf-tour")


def at_step(visit: Visit, number: int) -> None:
    """The card shows the step, and what it speaks of is ringed and in sight."""
    step = visit.page.locator("li[data-current]")
    expect(step).to_have_attribute("id", f"tour-{number}")
    expect(step.locator(".gf-question")).to_be_visible()
    ring = visit.page.locator(".gf-spot-ring")
    expect(ring).to_have_attribute("data-point", str(step.get_attribute("data-point")))
    visit.page.wait_for_function(f"({SEEN})() > 0.7")
    assert visit.page.evaluate("location.hash").endswith(f"tour={number}")


def unfolded(visit: Visit) -> Locator:
    return visit.figure("explorer").locator("[data-part=drawing] > .gf-explorer > [data-unfolded]")


def test_all_steps_by_keyboard(open_page: Open) -> None:
    visit = open_page(PAGE, viewport=DESKTOP, reduced_motion="reduce")
    tour(visit).locator("[data-control=tour-start]").focus()
    visit.page.keyboard.press("Enter")
    for number in range(1, STEPS + 1):
        at_step(visit, number)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
        if number == 7:
            expect(unfolded(visit)).to_have_attribute("data-unfolded", "qkv")
        visit.page.keyboard.press("ArrowRight")
    expect(tour(visit)).to_have_attribute("data-state", "closed")
    expect(tour(visit).locator("[data-control=tour-start]")).to_be_focused()
    expect(visit.page.locator(".gf-spot")).to_have_count(0)
    visit.page.wait_for_function("!location.hash.includes('tour')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_card_leaves_the_part_in_sight(open_page: Open, root: Path, scheme: str) -> None:
    visit = open_page(f"{PAGE}#tour=1", viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
    for number in (1, 5, 8, 11, 14, 19, 20, 21):
        tour(visit).locator("[data-control=tour-step]").select_option(index=number - 1)
        at_step(visit, number)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], number
        for fault in (SMALL_TARGETS, SMALL_TEXT, CLIPPED):
            assert visit.page.evaluate(fault) == [], number
    assert violations(visit, root) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_tour_open(open_page: Open, root: Path, scheme: str) -> None:
    visit = open_page(f"{PAGE}#tour=8", viewport=DESKTOP, color_scheme=scheme, reduced_motion="reduce")
    at_step(visit, 8)
    visit.page.locator("li[data-current] summary").click()
    assert violations(visit, root) == []


def test_a_step_comes_back_with_its_address_and_the_next_visit_goes_on(open_page: Open) -> None:
    visit = open_page(f"{PAGE}#tour=7", viewport=DESKTOP, reduced_motion="reduce")
    at_step(visit, 7)
    visit.page.reload()
    at_step(visit, 7)
    tour(visit).locator("[data-control=tour-next]").click()
    at_step(visit, 8)
    visit.page.go_back()
    at_step(visit, 7)
    visit.page.keyboard.press("Tab")
    visit.page.locator("[data-control=tour-close]").press("Escape")
    expect(tour(visit)).to_have_attribute("data-state", "closed")
    visit.open("index.html")
    visit.open(PAGE)
    expect(tour(visit).locator("[data-control=tour-start]")).to_have_text("Go on at step 7")
    tour(visit).locator("[data-control=tour-start]").click()
    at_step(visit, 7)


def test_a_head_is_picked_in_the_picture_and_judged(open_page: Open) -> None:
    visit = open_page(f"{PAGE}#tour=11", viewport=DESKTOP, reduced_motion="reduce")
    at_step(visit, 11)
    question = visit.page.locator("li[data-current] gf-quiz")
    right = int(question.evaluate("(quiz) => quiz.spec.answer[0][0]"))
    visit.figure("explorer").locator(f"svg:visible [data-head='{right}']").click()
    expect(question.locator("[data-part=verdict]")).to_have_text(f"You picked head {right}.")
    question.locator("[data-control=check]").click()
    expect(question).to_have_attribute("data-state", "right")
    expect(question.locator(".gf-answer-body")).to_be_visible()


def test_the_reader_s_own_view_comes_back(open_page: Open) -> None:
    visit = open_page(f"{PAGE}#prompt=repeat&block=4&part=mlp&temperature=0.5", viewport=DESKTOP)
    visit.ready("explorer")
    tour(visit).locator("[data-control=tour-start]").click()
    expect(unfolded(visit)).to_have_count(0)
    tour(visit).locator("[data-control=tour-close]").click()
    tour(visit).locator("[data-control=tour-own]").click()
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "mlp")
    own = "#prompt=repeat&part=mlp&block=4&temperature=0.5"
    visit.page.wait_for_function("(own) => location.hash === own", arg=own)


def test_without_a_script_every_step_can_be_read(open_page: Open) -> None:
    visit = open_page(PAGE, java_script_enabled=False)
    visit.page.locator(".gf-tour-all > summary").click()
    expect(visit.page.locator(".gf-tour-steps > li:visible")).to_have_count(STEPS)
    visit.page.locator("#tour-3 summary").click()
    expect(visit.page.locator("#tour-3 .gf-answer-body")).to_be_visible()
    expect(visit.page.locator(".gf-tour-start")).to_be_hidden()
