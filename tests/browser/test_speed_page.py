"""The page that measures the reader's browser, and what two tabs do to each other."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from test_accessibility import violations
from visit import LIVE, RUN, Open, Visit


def test_the_reader_s_browser_is_measured(open_page: Open, root: Path) -> None:
    visit = open_page("speed.html")
    speed = visit.figure("speed")
    speed.scroll_into_view_if_needed()
    speed.locator("[data-control=run-live]").click()
    speed.locator("[data-control=accept]").click(timeout=RUN)
    expect(speed).to_have_attribute("data-state", "on", timeout=LIVE)
    speed.locator("[data-control=measure]").click()
    expect(speed.locator("progress")).to_be_visible()
    speed.locator("[data-control=stop]").click()
    expect(speed).to_have_attribute("data-state", "on", timeout=RUN)
    speed.locator("[data-control=measure]").focus()
    visit.page.keyboard.press("Enter")
    expect(speed).to_have_attribute("data-state", "measured", timeout=LIVE)
    expect(speed.locator("caption")).to_contain_text("q8")
    rows = speed.locator("tbody tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rows] == [
        "reading 32 tokens",
        *(f"writing after {n} tokens" for n in (16, 32, 64)),
    ]
    read, *written = (float(row.split("\t")[1].removesuffix(" ms")) for row in rows)
    assert 0 < read < min(written)  # a token costs less where many are read at once
    assert violations(visit, root) == []


def test_two_tabs_at_once(open_page: Open) -> None:
    first = open_page("index.html")
    second = Visit.beside(first)
    second.open("attention.html")
    for visit in (first, second):
        visit.offer()
    for visit in (first, second):
        visit.prompt.locator("[data-control=accept]").click()
    for visit, text in ((first, "A text in one tab"), (second, "Another text in the other")):
        expect(visit.prompt).to_have_attribute("data-state", "on", timeout=LIVE)
        visit.write(text)
    expect(first.ready("tokens").locator("[data-position]")).to_have_count(5)
    expect(second.ready("tokens").locator("[data-part=source]")).to_contain_text("live")
    assert second.problems == []


def test_settings_and_the_save_page_by_keyboard_and_for_screen_readers(open_page: Open, root: Path) -> None:
    visit = open_page("index.html")
    visit.offer()
    visit.prompt.locator("gf-settings summary").focus()
    visit.page.keyboard.press("Enter")
    expect(visit.prompt.locator("[data-control=setting-variant]")).to_be_visible(timeout=RUN)
    for name in ("setting-variant", "setting-provider", "setting-memory"):
        visit.page.keyboard.press("Tab")
        expect(visit.prompt.locator(f"[data-control={name}]")).to_be_focused()
    visit.page.keyboard.press("ArrowDown")
    expect(visit.prompt.locator("[data-part=status] > p")).to_contain_text("several times as long", timeout=RUN)
    assert violations(visit, root) == []

    visit.open("save.html")
    panel = visit.figure("offline")
    expect(panel).to_have_attribute("data-state", "ready", timeout=RUN)
    panel.locator("[data-control=model]").focus()
    visit.page.keyboard.press("Space")
    expect(panel.locator("[data-control=model]")).not_to_be_checked()
    visit.page.keyboard.press("Tab")
    expect(panel.locator("[data-control=save]")).to_be_focused()
    assert violations(visit, root) == []
