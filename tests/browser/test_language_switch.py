"""The course in Chinese: the way there and back, words, search, the running model, and pages opened from disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from test_first_frame import DRAWN, ORDERED, STATIC
from visit import Open, drawing, source


def test_the_switch_keeps_the_page_and_the_place_in_it(open_page: Open) -> None:
    visit = open_page("heads.html#the-attention-sink")
    visit.ready("attention")  # the script of the page has run
    visit.page.get_by_role("link", name="中文").click()
    expect(visit.page).to_have_url(f"{visit.address}zh/heads.html#the-attention-sink")
    expect(visit.page.locator("#the-attention-sink")).to_be_in_viewport()
    expect(visit.page.locator("html")).to_have_attribute("lang", "zh")
    visit.ready("attention")
    visit.page.get_by_role("link", name="English").click()
    expect(visit.page).to_have_url(f"{visit.address}heads.html#the-attention-sink")
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")


def test_the_switch_works_without_a_script_and_from_disk(wasm_browser: Browser, site: Path) -> None:
    page = wasm_browser.new_page()
    page.goto((site / "attention.html").as_uri())
    page.get_by_role("link", name="中文").click()
    expect(page).to_have_url((site / "zh" / "attention.html").as_uri())
    expect(page.locator("gf-prompt .gf-disk-note")).to_contain_text("从磁盘打开")
    expect(page.locator("gf-tokens [data-part=drawing] [data-position]").first).to_be_visible()
    styled = page.evaluate("getComputedStyle(document.querySelector('.gf-figure')).borderRadius")
    assert styled == "10px"
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url((site / "attention.html").as_uri())
    page.close()


@pytest.mark.parametrize("name", ["zh/index.html", "zh/attention.html"])
def test_figures_speak_chinese_before_and_after_they_react(open_page: Open, name: str) -> None:
    visit = open_page(name)
    for kind in DRAWN:
        for number, static in enumerate(visit.page.evaluate(STATIC, kind)):
            figure = visit.ready(kind, number)
            assert figure.locator("[data-part=drawing]").evaluate(ORDERED) == static["drawing"]
            assert source(figure) == static["source"] == "预先计算 · Glassformer embedded · fp32"
            assert visit.table(figure) == static["table"]
            assert re.search(r"[\u4e00-\u9fff]{2}", drawing(figure) + figure.inner_text())
    figure = visit.ready("attention")
    expect(figure.locator("[data-part=drawing]")).to_contain_text("查询")
    expect(figure.get_by_role("button", name="重置")).to_be_visible()


def test_the_model_runs_live_on_a_chinese_page(open_page: Open) -> None:
    visit = open_page("zh/index.html")
    assert "实时运行需要下载" in visit.offer()
    visit.prompt.locator("[data-control=accept]").click()
    expect(visit.prompt).to_have_attribute("data-state", "on", timeout=60_000)
    visit.write("我爱你")
    expect(visit.prompt.locator(".gf-count")).to_contain_text("个词元")
    assert source(visit.ready("probabilities", 1)) == "实时 · Glassformer embedded · q8"


SOUGHT = {  # on the home page of each language: what is looked for, and where it has to lead
    "index.html": {"attention sink": "heads.html#the-attention-sink", "byte pair": "tokens.html"},
    "zh/index.html": {
        "注意力": "zh/attention.html",
        "词元": "zh/tokens.html",
        "因果掩码": "zh/attention.html#from-products-to-weights",
        "attention sink": "zh/heads.html#the-attention-sink",
    },
}


@pytest.mark.parametrize("page", SOUGHT)
def test_search_finds(open_page: Open, page: str) -> None:
    visit = open_page(page, viewport={"width": 1440, "height": 900})
    for query, place in SOUGHT[page].items():
        search(visit.page, query)
        visit.page.wait_for_function(FOUND, arg=f"{visit.address}{place}", timeout=20_000)


def search(page: Page, query: str) -> None:
    box = page.locator("[data-md-component=search-query]")
    box.click()
    box.fill(query)
    box.press("End")  # the theme listens to keys, which an input method sends too


# Whether a result leads to a place: what it highlights there stands between the page's name and the heading.
FOUND = """(place) => [...document.querySelectorAll('.md-search-result__link')]
  .some((link) => link.href.replace(/\\?[^#]*/, '').startsWith(place))"""
