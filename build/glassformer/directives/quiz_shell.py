"""The HTML of a question: without a script it can be read, thought about, and its answer unfolded."""

from __future__ import annotations

from markupsafe import Markup

from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.drawing import Drawing
from glassformer.directives.facts import in_language
from glassformer.directives.prose import prose_html
from glassformer.directives.shell import render
from glassformer.directives.spec import FigureSpec

LETTERS = "ABCDEFGHIJ"


def quiz_html(
    spec: FigureSpec, drawing: Drawing | None, paths: Paths, locale: str, catalog: Catalog | None = None
) -> str:
    """The question with its possible answers, and the answer folded away."""

    def prose(text: object) -> Markup:
        return Markup(prose_html(_unquoted(text), paths, locale, catalog))

    options = [prose(option) for option in spec.texts["options"] or []]
    return render(
        "quiz.html.j2",
        spec,
        locale,
        question=prose(spec.texts["question"]),
        options=[(LETTERS[place], option) for place, option in enumerate(options)],
        answer=_answer(spec, options, drawing, locale),
        explain=prose(spec.texts["explain"] or ""),
        drawing=Markup(drawing.html) if drawing else None,
    )


def _unquoted(text: object) -> str:
    """A text as its author meant it: YAML reads a fact without quotes as a mapping."""
    return f"{{{next(iter(text))}}}" if isinstance(text, dict) else str(text)


def _answer(spec: FigureSpec, options: list[Markup], drawing: Drawing | None, locale: str) -> Markup:
    """What is right, in a few words; for a cell, what the drawing says of it."""
    if drawing:
        return Markup.escape(drawing.table["caption"])
    text = Markup.escape(in_language(spec.view["text"], locale))
    if spec.view["type"] in ("number", "pick"):
        return text
    right = spec.view["answer"]
    value = Markup(" ({})").format(text) if text else Markup("")
    return Markup("{}. {}{}").format(LETTERS[right], options[right], value)
