"""The Markdown extension: the custom fences, numbers in prose, and formulas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown
from markdown.extensions import Extension
from pymdownx.superfences import SuperFencesCodeExtension, SuperFencesException

from glassformer.config import Paths, find_root
from glassformer.directives import reference, report, tour
from glassformer.directives.catalog import Catalog
from glassformer.directives.code_shell import code_html
from glassformer.directives.drawing import Draughtsman, Drawing
from glassformer.directives.fences import LANGUAGE, locate
from glassformer.directives.glossary import ExplainedLinks
from glassformer.directives.kinds_code import CODE
from glassformer.directives.kinds_quiz import QUIZ
from glassformer.directives.messages import MESSAGES
from glassformer.directives.prose import ProseExtension
from glassformer.directives.quiz_shell import quiz_html
from glassformer.directives.shell import EXPLORER, explored, figure_html, prompt_html
from glassformer.directives.spec import FigureSpec, parse
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
        drawers = {
            LANGUAGE: renderer.format,
            report.LANGUAGE: renderer.report,
            reference.LANGUAGE: renderer.reference,
            tour.LANGUAGE: renderer.tour,
        }
        for language, draw in drawers.items():
            _superfences(md).extend_super_fences(language, draw, renderer.validate, lambda md: None)
        ProseExtension(renderer.paths, locale).extendMarkdown(md)
        after_inline_before_mkdocs_links = 10
        md.treeprocessors.register(
            ExplainedLinks(renderer.paths, locale, md), "glassformer-glossary", after_inline_before_mkdocs_links
        )


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
            drawing = self.draughtsman.draw(spec) if spec.drawn else None
            if spec.kind is QUIZ:
                return quiz_html(spec, drawing, self.paths, self.locale)
            if spec.kind is CODE:
                return code_html(spec, self.locale)
            if drawing is None:
                return prompt_html(spec, self.locale)
            return figure_html(spec, drawing, self.locale, self._explored(spec, drawing))
        except GlassformerError as error:
            raise SuperFencesException(f"{locate(src, self.pages)}: {error}") from error
        except Exception as error:
            raise SuperFencesException(f"{locate(src, self.pages)}: {type(error).__name__}: {error}") from error

    def _explored(self, spec: FigureSpec, drawing: Drawing) -> str | None:
        if not (self.pages / f"{EXPLORER}.md").is_file():
            return None
        return explored(spec, drawing, len(self.catalog.models))

    def report(self, src: str, language: str, options: object = None, md: object = None, **others: object) -> str:
        """HTML of the tables that a fence asks for."""
        try:
            return report.report_html(src, self.paths, self.locale)
        except GlassformerError as error:
            raise SuperFencesException(f"{locate(src, self.pages, language)}: {error}") from error

    def reference(self, src: str, language: str, options: object = None, md: object = None, **others: object) -> str:
        """HTML of what authors can write for a kind of figure."""
        try:
            return reference.reference_html(src, self.pages, self.locale)
        except GlassformerError as error:
            raise SuperFencesException(f"{locate(src, self.pages, language)}: {error}") from error

    def tour(self, src: str, language: str, options: object = None, md: object = None, **others: object) -> str:
        """HTML of a guided tour."""
        try:
            return tour.tour_html(src, self.paths, self.locale)
        except (GlassformerError, ValueError, yaml.YAMLError) as error:
            raise SuperFencesException(f"{locate(src, self.pages, language)}: {error}") from error


def _superfences(md: Markdown) -> SuperFencesCodeExtension:
    for extension in md.registeredExtensions:
        if isinstance(extension, SuperFencesCodeExtension):
            return extension
    raise GlassformerError("glassformer.directives must stand after pymdownx.superfences in markdown_extensions")
