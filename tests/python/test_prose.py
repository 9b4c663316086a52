"""Where lines may end: not inside a range, and in Chinese not inside “chapter 7”."""

from __future__ import annotations

from pathlib import Path

import pytest

from glassformer.config import Paths
from glassformer.directives.prose import prose_html


def whole(text: str) -> str:
    return f'<span class="gf-whole">{text}</span>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("见[第 10 章](a.md)。", f'见<a href="a.md">{whole("第 10 章")}</a>。'),
        ("在第 0 块里，GPT-2 共 135 MB", f"在{whole('第 0 块')}里，{whole('GPT-2')} 共 {whole('135 MB')}"),
        ("`第 1 行` 和 3 个词元", "<code>第 1 行</code> 和 3 个词元"),
    ],
)
def test_what_belongs_together_stays_on_one_line(tmp_path: Path, text: str, expected: str) -> None:
    assert prose_html(text, Paths(tmp_path), "zh") == expected
    assert "gf-whole" not in prose_html(text, Paths(tmp_path), "en")


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_a_range_stays_on_one_line(tmp_path: Path, locale: str) -> None:
    assert prose_html("15–25", Paths(tmp_path), locale) == whole("15–25")
