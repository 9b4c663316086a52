"""What the glossary says travels with the links to it."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest

from figure_project import make_project
from glassformer.directives.glossary import explanations, plain

GLOSSARY = """# Glossary

**Head** <span lang="zh">头</span> {: #head }
:   One of *several* readers in a [block](#block).
    There are {gf heads}. [chapter 5](five.md), [chapter 7](seven.md#heads)

**Block** {: #block }
:   A part.
"""


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    paths = make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    (paths.content / "en" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    return paths.content / "en"


def render(text: str) -> str:
    return markdown.markdown(text, extensions=["pymdownx.superfences", "glassformer.directives"])


def test_a_link_to_an_entry_has_its_explanation_as_title(content: Path) -> None:
    assert render("A [head](glossary.md#head).") == (
        '<p>A <a href="glossary.md#head" title="One of several readers in a block. There are 6.">head</a>.</p>'
    )


def test_other_links_are_left_alone(content: Path) -> None:
    assert "title" not in render("[all](glossary.md), [none](glossary.md#tail), [other](other.md#head)")


def test_entries_are_read_whole(content: Path) -> None:
    assert explanations(content / "glossary.md").keys() == {"head", "block"}


def test_marks_of_markdown_are_not_read_out() -> None:
    assert (
        plain("Scores <var>s</var> become `x`, see [there](#y). [Elsewhere](how.md)") == "Scores s become x, see there."
    )


def test_every_link_of_the_course_to_the_glossary_names_an_entry(root: Path) -> None:
    """MkDocs checks the anchors; this checks that each entry can be read for its title."""
    known = explanations(root / "content/en/glossary.md").keys()
    linked = {
        found for page in (root / "content/en").glob("*.md")
        for found in re.findall(r"\]\(glossary\.md#([\w-]+)\)", page.read_text(encoding="utf-8"))
    }  # fmt: skip
    assert len(linked) > 40
    assert linked <= known


def test_links_to_chapters_are_left_out_in_chinese_too() -> None:
    assert plain("让块读取[位置](#position)。[第 5 章](five.md)、[第 7 章](seven.md#heads)") == "让块读取位置。"
