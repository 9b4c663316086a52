"""Links to the glossary carry what it says about the term, so that a reader need not leave the sentence."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.facts import fill_in, in_language

PAGE = "glossary.md"
# **Term** ... {: #id }, then the explanation, indented, up to an empty line.
ENTRY = re.compile(r"^\*\*.+\{: #(?P<id>[\w-]+) \}\n:\s+(?P<text>.+(?:\n[ ]+.+)*)", re.MULTILINE)
MARKS = re.compile(r"\[(?P<words>[^\]]*)\]\([^)]*\)|<[^>]+>|[*`]")
WHERE = re.compile(r"(?:\s*\[[^\]]*\]\([\w-]+\.md[^)]*\)[,、]?)+\s*$")  # the links to chapters at the end


def explanations(page: Path) -> Mapping[str, str]:
    """The plain text of each entry, by its id; empty where there is no such page."""
    if not page.is_file():
        return {}
    return {entry["id"]: plain(entry["text"]) for entry in ENTRY.finditer(page.read_text(encoding="utf-8"))}


def plain(markdown: str) -> str:
    """An explanation without its links to chapters, its marks and its line breaks."""
    without_marks = MARKS.sub(lambda mark: mark["words"] or "", WHERE.sub("", markdown))
    return html.unescape(" ".join(without_marks.split()))


class ExplainedLinks(Treeprocessor):
    """Gives each link to an entry of the glossary its explanation as title."""

    def __init__(self, paths: Paths, locale: str, md: Markdown) -> None:
        super().__init__(md)
        self.paths, self.locale = paths, locale

    def run(self, root: ElementTree.Element) -> None:
        for link in root.iter("a"):
            page, _, entry = link.get("href", "").partition("#")
            if page == PAGE and entry in self.explanations:
                link.set("title", self._filled(self.explanations[entry]))

    def _filled(self, text: str) -> str:
        return fill_in(text, Catalog.of_site(self.paths), lambda number: in_language(number, self.locale))

    @cached_property
    def explanations(self) -> Mapping[str, str]:
        return explanations(self.paths.content / self.locale / PAGE)
