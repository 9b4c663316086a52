"""The Markdown extension: the custom fences, numbers in prose, and formulas."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from pymdownx.superfences import SuperFencesCodeExtension, SuperFencesException

from glassformer.config import Paths, find_root
from glassformer.directives import report
from glassformer.directives.catalog import Catalog
from glassformer.directives.drawing import Draughtsman
from glassformer.directives.facts import FACT, fact, in_language
from glassformer.directives.fences import LANGUAGE, locate, locate_text
from glassformer.directives.formulas import Formulas
from glassformer.directives.messages import MESSAGES
from glassformer.directives.shell import figure_html, prompt_html
from glassformer.directives.spec import parse
from glassformer.errors import GlassformerError


class GlassformerExtension(Extension):
    """Setting: ``locale``, the language of the words in and around the figures (en or zh)."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"locale": ["en", "language of figures: en or zh"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        locale = str(self.getConfig("locale"))
        if locale not in MESSAGES:
            raise GlassformerError(f"glassformer.directives: locale {locale!r}; there are: {', '.join(MESSAGES)}")
        renderer = FenceRenderer(Paths(find_root()), locale)
        for language, draw in ((LANGUAGE, renderer.format), (report.LANGUAGE, renderer.report)):
            _superfences(md).extend_super_fences(language, draw, renderer.validate, lambda md: None)
        after_code_before_links = 185
        md.inlinePatterns.register(FactProcessor(renderer, md), "glassformer-fact", after_code_before_links)
        self.formulas = Formulas(renderer.paths, locale)
        self.formulas.register(md)
        md.registerExtension(self)

    def reset(self) -> None:
        """Python-Markdown's call before each page."""
        self.formulas.found.clear()


class FenceRenderer:
    """Turns a fence's body into a figure. Every failure is a SuperFencesException: superfences hides all others."""

    def __init__(self, paths: Paths, locale: str) -> None:
        self.paths, self.locale = paths, locale
        self.draughtsman = Draughtsman(paths, locale)

    @property
    def pages(self) -> Path:
        """The pages of this language: those of another may hold the same fences."""
        return self.paths.content / self.locale

    @property
    def catalog(self) -> Catalog:
        return Catalog.of_site(self.paths)

    def validate(self, language: str, inputs: Mapping[str, str], options: object, attrs: object, md: Markdown) -> bool:
        """Refuse settings beside the fence's name: they belong in its body."""
        if inputs:
            raise SuperFencesException(f"```{language} {' '.join(inputs)}: settings go into the fence's body, as YAML")
        return True

    def format(self, src: str, language: str, options: object = None, md: object = None, **others: object) -> str:
        """HTML of the figure that a fence describes."""
        try:
            spec = parse(src, self.catalog)
            if not spec.kind.drawn:
                return prompt_html(spec, self.locale)
            return figure_html(spec, self.draughtsman.draw(spec), self.locale)
        except GlassformerError as error:
            raise SuperFencesException(f"{locate(src, self.pages)}: {error}") from error
        except Exception as error:
            raise SuperFencesException(f"{locate(src, self.pages)}: {type(error).__name__}: {error}") from error

    def report(self, src: str, language: str, options: object = None, md: object = None, **others: object) -> str:
        """HTML of the tables that a fence asks for."""
        try:
            return report.report_html(src, self.paths, self.locale)
        except GlassformerError as error:
            raise SuperFencesException(f"{locate(src, self.pages, language)}: {error}") from error


class FactProcessor(InlineProcessor):
    """Replaces ``{gf name prompt}`` by the number."""

    def __init__(self, renderer: FenceRenderer, md: Markdown) -> None:
        super().__init__(FACT, md)
        self.renderer = renderer

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = ElementTree.Element("span", {"class": "gf-fact"})
        try:
            number = fact(m["name"], m["prompt"], self.renderer.catalog)
        except GlassformerError as error:
            raise GlassformerError(f"{locate_text(m[0], self.renderer.pages)}: {error}") from error
        element.text = in_language(number, self.renderer.locale)
        return element, m.start(), m.end()


def _superfences(md: Markdown) -> SuperFencesCodeExtension:
    for extension in md.registeredExtensions:
        if isinstance(extension, SuperFencesCodeExtension):
            return extension
    raise GlassformerError("glassformer.directives must stand after pymdownx.superfences in markdown_extensions")
