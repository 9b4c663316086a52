"""Formulas in Markdown: ``$x W$`` in a line, ``$$ ... $$`` as a block, typeset by KaTeX when the site is built.

They become HTML for the eye and MathML for screen readers, so they need no script. ``\\q{...}``, ``\\k{...}`` and
``\\v{...}`` have the colours of queries, keys and values, ``\\shape{x}{T \\times D}`` writes a shape under a symbol,
and a fact (``{gf d_head}``) may stand in a formula. A dollar sign that begins no formula is written ``\\$``, or has a
space behind it.
"""

from __future__ import annotations

import hashlib
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor

from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.facts import fill_in
from glassformer.directives.fences import locate_text
from glassformer.directives.messages import MESSAGES
from glassformer.directives.program import Program
from glassformer.errors import GlassformerError
from glassformer.files import write_atomically

# A formula begins and ends without a space, and no digit follows it: "$5 and $6" are prices.
INLINE = r"(?<![\\$])\$(?![\s$])(?P<tex>(?:\\.|[^$\\])+?)(?<!\s)\$(?![\d$])"
BLOCK = re.compile(r"\s*\$\$(?P<tex>.+?)\$\$\s*\Z", re.DOTALL)

# An element of its own: search leaves it out up to the next end of the same tag.
TAG = "gf-math"
PLACE = re.compile(rf'<{TAG} data-formula="(\d+)"></{TAG}>')
MARKS = "([，。；：、？！）》”]*)"  # Chinese marks do not begin a line; a browser would let them, after a formula
SHORT = 16  # characters of TeX: a longer formula may have to break


@dataclass(frozen=True)
class Formula:
    """TeX as its author wrote it, facts included; ``display``: on a line of its own."""

    tex: str
    display: bool


@dataclass
class Formulas:
    """The formulas of the page that is being converted: places in its tree first, then all typeset at once."""

    paths: Paths
    locale: str
    found: list[Formula] = field(default_factory=list)

    def register(self, md: Markdown) -> None:
        after_code_before_escapes = 187
        before_what_a_line_can_begin = 95
        after_raw_html = 5
        md.inlinePatterns.register(InlineFormula(self, md), "glassformer-formula", after_code_before_escapes)
        md.parser.blockprocessors.register(BlockFormula(self, md), "glassformer-formula", before_what_a_line_can_begin)
        md.postprocessors.register(TypesetFormulas(self, md), "glassformer-formula", after_raw_html)
        md.ESCAPED_CHARS.append("$")

    def place(self, formula: Formula) -> ElementTree.Element:
        """The empty element that will hold the formula."""
        self.found.append(formula)
        return ElementTree.Element(TAG, {"data-formula": str(len(self.found) - 1)})

    def typeset(self) -> list[str]:
        """Markup of every formula found. Raises GlassformerError: place, formula, and what KaTeX says."""
        catalog = Catalog.of_site(self.paths)
        request = [
            {"id": str(number), "tex": fill_in(formula.tex, catalog, _in_tex), "display": formula.display}
            for number, formula in enumerate(self.found)
        ]
        program = Program(self.paths.site_src)
        digest = hashlib.sha256("\n".join([json.dumps(request), *program.hashes()]).encode()).hexdigest()
        file = self.paths.formulas / f"{digest[:20]}.json"
        if not file.is_file():
            answers = program.ask({"formulas": request}, [formula["id"] for formula in request])
            markup = [self._markup(formula, answers[str(number)]) for number, formula in enumerate(self.found)]
            write_atomically(file, json.dumps(markup, ensure_ascii=False).encode())
        return json.loads(file.read_text(encoding="utf-8"))

    def _markup(self, formula: Formula, answer: Mapping[str, Any]) -> str:
        if "error" in answer:
            first_line = formula.tex.strip().splitlines()[0]
            raise GlassformerError(
                f"{locate_text(first_line, self.paths.content / self.locale)}: formula {answer['error']}"
            )
        return answer["html"]


class InlineFormula(InlineProcessor):
    def __init__(self, formulas: Formulas, md: Markdown) -> None:
        super().__init__(INLINE, md)
        self.formulas = formulas

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        return self.formulas.place(Formula(m["tex"], display=False)), m.start(), m.end()


class BlockFormula(BlockProcessor):
    """A paragraph that is nothing but ``$$ ... $$``."""

    def __init__(self, formulas: Formulas, md: Markdown) -> None:
        super().__init__(md.parser)
        self.formulas = formulas

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return BLOCK.match(block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        match = BLOCK.match(blocks.pop(0))
        assert match
        # A wide formula scrolls, so that it can have the focus, and then it has a name.
        name = MESSAGES[self.formulas.locale]["formula"]
        attributes = {"class": "gf-formula", "role": "group", "aria-label": name, "tabindex": "0"}
        block = ElementTree.SubElement(parent, "div", attributes)
        block.append(self.formulas.place(Formula(match["tex"].strip(), display=True)))


class TypesetFormulas(Postprocessor):
    def __init__(self, formulas: Formulas, md: Markdown) -> None:
        super().__init__(md)
        self.formulas = formulas

    def run(self, text: str) -> str:
        if not PLACE.search(text):  # a heading, which has its own turn for the table of contents
            return text
        markup = self.formulas.typeset()

        def filled(place: re.Match[str]) -> str:
            number, mark = int(place[1]), place[2]
            formula = f"<{TAG} data-search-exclude>{markup[number]}</{TAG}>"
            together = mark and len(self.formulas.found[number].tex) <= SHORT
            return f'<span class="gf-whole">{formula}{mark}</span>' if together else formula + mark

        return re.sub(PLACE.pattern + MARKS, filled, text)


def _in_tex(text: str) -> str:
    """A fact as TeX: no space after the comma of 50,257."""
    return text.replace(",", "{,}").replace("%", r"\%")
