"""What may stand in every text, a page's and a fence's: numbers from the traces, and formulas."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.facts import FACT, fact, in_language
from glassformer.directives.fences import locate_text
from glassformer.directives.formulas import Formulas
from glassformer.errors import GlassformerError

COUNTED = r"第 (\d+) (?=[章步块行名节])"  # "chapter 7" in Chinese: the number stands between two words


class ProseExtension(Extension):
    """Fills in ``{gf n_head}`` and typesets formulas."""

    def __init__(self, paths: Paths, locale: str) -> None:
        super().__init__()
        self.paths = paths
        self.formulas = Formulas(paths, locale)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        after_code_before_links = 185
        md.inlinePatterns.register(
            FactProcessor(self.paths, self.formulas.locale, md), "glassformer-fact", after_code_before_links
        )
        if self.formulas.locale == "zh":
            md.inlinePatterns.register(CountedProcessor(COUNTED, md), "glassformer-counted", after_code_before_links)
        self.formulas.register(md)
        md.registerExtension(self)

    def reset(self) -> None:
        """Python-Markdown's call before each page."""
        self.formulas.found.clear()


def prose_html(text: str, paths: Paths, locale: str) -> str:
    """A fence's text, which is Markdown, as HTML. A text of one paragraph has no element around it."""
    html = Markdown(extensions=[ProseExtension(paths, locale)]).convert(text)
    whole = re.fullmatch(r"<p>(.*)</p>", html, re.DOTALL)
    return whole[1] if whole and "<p>" not in whole[1] else html


class FactProcessor(InlineProcessor):
    """Replaces ``{gf name prompt}`` by the number."""

    def __init__(self, paths: Paths, locale: str, md: Markdown) -> None:
        super().__init__(FACT, md)
        self.paths, self.locale = paths, locale

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = ElementTree.Element("span", {"class": "gf-fact"})
        try:
            number = fact(m["name"], m["prompt"], Catalog.of_site(self.paths))
        except GlassformerError as error:
            raise GlassformerError(f"{locate_text(m[0], self.paths.content / self.locale)}: {error}") from error
        element.text = in_language(number, self.locale)
        return element, m.start(), m.end()


class CountedProcessor(InlineProcessor):
    """Keeps a counted thing on one line, as its two spaces are places where a line may end."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return f"第\N{NO-BREAK SPACE}{m[1]}\N{NO-BREAK SPACE}", m.start(), m.end()
