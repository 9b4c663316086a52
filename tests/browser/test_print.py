"""The pages on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import PdfMargins, expect

from visit import Open


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_worksheet_takes_two_pages(open_page: Open, paper: str) -> None:
    visit = open_page("worksheet.html")
    visit.page.wait_for_load_state("networkidle")
    pdf = visit.page.pdf(format=paper, prefer_css_page_size=False, margin=MARGIN)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 2


MARGIN: PdfMargins = {"top": "15mm", "right": "15mm", "bottom": "15mm", "left": "15mm"}


def test_a_chapter_on_paper_is_text_and_figures(open_page: Open) -> None:
    visit = open_page("attention.html")
    visit.page.emulate_media(media="print")
    for part in (".md-header", ".md-footer", ".md-sidebar", "gf-prompt", ".gf-figure button"):
        for element in visit.page.locator(part).all():
            expect(element).to_be_hidden()
    expect(visit.figure("attention").locator("[data-part=drawing]")).to_be_visible()
    expect(visit.page.locator("h1")).to_be_visible()
