"""The HTML around a drawing. All values are escaped here, by jinja2; the drawing alone is markup already."""

from __future__ import annotations

import json
from pathlib import Path

import jinja2
from markupsafe import Markup

from glassformer.directives.drawing import Drawing
from glassformer.directives.messages import MESSAGES
from glassformer.directives.spec import FigureSpec

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


EXPLORER = "explorer"  # the page that figures lead to, where a site has it


def figure_html(spec: FigureSpec, drawing: Drawing, locale: str, explored: str | None = None) -> str:
    """A figure that reads without a script: title, what to look for, drawing, source, table, caption.

    ``explored`` is the address of the same view in the explorer.
    """
    return render(
        "figure.html.j2",
        spec,
        locale,
        drawing=Markup(drawing.html),
        table=drawing.table,
        source=source(drawing, locale),
        explored=explored,
    )


def explored(spec: FigureSpec, drawing: Drawing, models: int) -> str | None:
    """Where the explorer, a page beside, shows what is drawn; with the model's name where there are several."""
    fragment = drawing.meta.get("explored")
    if fragment is None:
        return None
    model = f"model={spec.model.slug}&" if models > 1 else ""
    return f"{EXPLORER}.html#{model}{fragment.removeprefix('#')}"


def source(drawing: Drawing, locale: str) -> str:
    """Where the numbers come from, in one line."""
    return " · ".join((MESSAGES[locale]["precomputed"], drawing.meta["model"], drawing.meta["variant"]))


def prompt_html(spec: FigureSpec, locale: str) -> str:
    """The place of the text box; without a script it shows the text and the examples."""
    return render("prompt.html.j2", spec, locale)


def render(template: str, spec: FigureSpec, locale: str, **values: object) -> str:
    words, kind = MESSAGES[locale], spec.kind.name
    html = TEMPLATES.get_template(template).render(
        spec=spec,
        view=json.dumps(spec.view, sort_keys=True, separators=(",", ":"), ensure_ascii=False),
        title=spec.title or words[f"{kind}.title"],
        look=spec.look or words.get(f"{kind}.look"),
        words=words,
        **values,
    )
    return html.strip()
