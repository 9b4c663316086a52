"""Formulas in Markdown: which dollars begin one, what becomes of it, and the line that an author gets for a mistake."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest

from figure_project import make_project, runs
from glassformer.config import Paths
from glassformer.errors import GlassformerError

EXTENSIONS = ["md_in_html", "toc", "pymdownx.superfences", "glassformer.directives"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    paths = make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return paths


def render(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS)


def math(content: str) -> str:
    return f"<gf-math data-search-exclude><i>{content}</i></gf-math>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a $x W$ b", f"a {math('line x W')} b"),
        (r"$a_i$ and $b_i \cdot c*d*e$", math("line a_i") + " and " + math(r"line b_i \cdot c*d*e")),
        (r"$\$5$", math(r"line \$5")),
        ("*an $x$*", f"<em>an {math('line x')}</em>"),
    ],
)
def test_a_formula_in_a_line(project: Paths, text: str, html: str) -> None:
    assert render(text) == f"<p>{html}</p>"


@pytest.mark.parametrize("text", ["$5 and $6", "costs 5 $ or 6 $", "`$x$`", r"\$x and y$"])
def test_other_dollars_are_dollars(project: Paths, text: str) -> None:
    assert "gf-math" not in render(text)
    assert runs(project) == 0


def test_an_escaped_dollar_loses_its_backslash(project: Paths) -> None:
    assert render(r"\$5") == "<p>$5</p>"


def test_a_formula_as_a_block_can_be_scrolled_by_keyboard(project: Paths) -> None:
    html = render("before\n\n$$\na\n= b\n$$\n\nafter")
    block = '<div aria-label="Formula" class="gf-formula" role="group" tabindex="0">'
    assert html == f"<p>before</p>\n{block}{math('block a' + chr(10) + '= b')}</div>\n<p>after</p>"


def test_formulas_in_html_blocks_and_headings(project: Paths) -> None:
    html = render("# About $x$\n\n<div markdown>\n\nIn $y$.\n\n</div>\n\nLast $z$.")
    assert [f"line {name}" in html for name in "xyz"] == [True] * 3
    assert "data-formula" not in html


def test_a_fact_stands_in_a_formula(project: Paths) -> None:
    assert math("line 50{,}257 \\cdot \\sqrt{4}") in render(r"${gf d_vocab} \cdot \sqrt{{gf d_head}}$")


def test_the_formulas_of_a_page_are_typeset_at_once_and_kept(project: Paths) -> None:
    for _ in range(2):
        render("$a$, $b$\n\n$$c$$")
    assert runs(project) == 1


def test_a_second_page_of_one_converter_begins_anew(project: Paths) -> None:
    md = markdown.Markdown(extensions=EXTENSIONS)
    md.convert("$a$")
    assert md.reset().convert("$b$") == f"<p>{math('line b')}</p>"


def test_a_mistake_is_one_line_with_its_place(project: Paths) -> None:
    page = project.content / "en" / "page.md"
    page.write_text("text\n\nthis is $\\wrong x$\n", encoding="utf-8")
    with pytest.raises(GlassformerError, match=r"^content/en/page\.md:3: formula unknown: \\wrong$"):
        render(page.read_text(encoding="utf-8"))


def test_a_chinese_mark_stays_on_the_line_of_its_formula(project: Paths) -> None:
    html = render("键 $k$，和 $a + b + c + d + e + f$。")
    long = math("line a + b + c + d + e + f")
    assert html == f'<p>键 <span class="gf-whole">{math("line k")}，</span>和 {long}。</p>'
