"""Questions of a page: answered by mouse and keys, remembered, covered until then, and there without a script."""

from __future__ import annotations

from playwright.sync_api import expect

from visit import Open

VALUE = "(cell) => [getComputedStyle(cell).color, getComputedStyle(cell).backgroundColor]"


def test_an_answer_is_judged_and_remembered(open_page: Open) -> None:
    visit = open_page("attention.html")
    quiz = visit.figure("quiz")
    answer = quiz.evaluate("(quiz) => JSON.parse(quiz.getAttribute('spec')).answer")
    quiz.locator(".gf-option").nth(answer).click()
    quiz.locator("[data-control=check]").click()
    expect(quiz.get_by_role("status")).to_contain_text("Right.")
    expect(quiz.locator(".gf-answer-body")).to_be_visible()
    visit.page.reload()
    expect(quiz.get_by_role("status")).to_contain_text("You answered this right before.")
    expect(quiz.locator(".gf-answer-body")).to_be_hidden()


def test_a_cell_is_covered_until_the_answer_is_shown(open_page: Open) -> None:
    visit = open_page("attention.html")
    quiz = visit.page.locator("gf-quiz", has=visit.page.locator(".gf-matrix"))
    expect(quiz).to_have_attribute("data-state", "open")
    cells = [quiz.locator(f".gf-cell[data-query='3'][data-key='{key}']") for key in (2, 4)]
    assert cells[0].evaluate(VALUE) == cells[1].evaluate(VALUE)
    cells[0].click()
    visit.page.keyboard.press("Tab")
    quiz.locator("[data-control=check]").press("Enter")
    expect(quiz).to_have_attribute("data-state", "right")
    assert cells[0].evaluate(VALUE) != cells[1].evaluate(VALUE)


def test_without_a_script_the_answer_unfolds_and_nothing_can_be_checked(open_page: Open) -> None:
    visit = open_page("attention.html", java_script_enabled=False)
    quiz = visit.figure("quiz")
    expect(quiz.locator("[data-control=check]")).to_be_hidden()
    expect(quiz.locator(".gf-answer-body")).to_be_hidden()
    quiz.locator("summary").click()
    expect(quiz.locator(".gf-answer-body")).to_be_visible()
