"""What may stand in every text, a page's and a fence's: numbers from the traces, and formulas."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.facts import FACT, fact, in_language
from glassformer.directives.fences import locate_text
from glassformer.directives.formulas import Formulas
from glassformer.errors import GlassformerError

RANGE = r"\d+–\d+"  # "15–25": a line may end after the dash
WHOLE = {  # "chapter 7" in Chinese: the number stands between two words
    "en": RANGE,
    "zh": rf"{RANGE}|第 \d+ [章步块行名节]|\d+ [MG]B|GPT-\d",
}


class ProseExtension(Extension):
    """Fills in ``{gf n_head}`` and typesets formulas."""

    def __init__(self, paths: Paths, locale: str, catalog: Catalog | None = None) -> None:
        super().__init__()
        self.paths, self.catalog = paths, catalog
        self.formulas = Formulas(paths, locale)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        after_code_before_links = 185
        md.inlinePatterns.register(
            FactProcessor(self.paths, self.formulas.locale, md, self.catalog),
            "glassformer-fact",
            after_code_before_links,
        )
        whole = WholeProcessor(WHOLE[self.formulas.locale], md)
        md.inlinePatterns.register(whole, "glassformer-whole", after_code_before_links)
        self.formulas.register(md)
        md.registerExtension(self)

    def reset(self) -> None:
        """Python-Markdown's call before each page."""
        self.formulas.found.clear()


def prose_html(text: str, paths: Paths, locale: str, catalog: Catalog | None = None) -> str:
    """A fence's text, which is Markdown, as HTML. A text of one paragraph has no element around it.

    Facts are those of the catalog's default model, of the site's where none is given.
    """
    html = Markdown(extensions=[ProseExtension(paths, locale, catalog)]).convert(text)
    whole = re.fullmatch(r"<p>(.*)</p>", html, re.DOTALL)
    return whole[1] if whole and "<p>" not in whole[1] else html


class FactProcessor(InlineProcessor):
    """Replaces ``{gf name prompt}`` by the number."""

    def __init__(self, paths: Paths, locale: str, md: Markdown, catalog: Catalog | None = None) -> None:
        super().__init__(FACT, md)
        self.paths, self.locale, self.catalog = paths, locale, catalog

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = ElementTree.Element("span", {"class": "gf-fact"})
        try:
            number = fact(m["name"], m["prompt"], self.catalog or Catalog.of_site(self.paths))
        except GlassformerError as error:
            raise GlassformerError(f"{locate_text(m[0], self.paths.content / self.locale)}: {error}") from error
        element.text = in_language(number, self.locale)
        return element, m.start(), m.end()


class WholeProcessor(InlineProcessor):
    """Keeps on one line what would come apart."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = ElementTree.Element("span", {"class": "gf-whole"})
        element.text = AtomicString(m[0])  # or it would be found again in a link's text
        return element, m.start(), m.end()
