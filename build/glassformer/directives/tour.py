"""The fence `glassformer-tour`: the steps of a guided tour, a Markdown file each, which the explorer acts out.

```glassformer-tour
folder: tour
```

A step's file begins with a YAML head: its title; ``show``, what the explorer shows, in the words of its address; ``point``,
the part of the picture that is pointed out; a question to think about; and its answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml
from markupsafe import Markup

from glassformer.config import Paths
from glassformer.directives.messages import MESSAGES
from glassformer.directives.prose import prose_html
from glassformer.directives.shell import TEMPLATES
from glassformer.errors import GlassformerError

LANGUAGE = "glassformer-tour"
HEAD = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<text>.*)", re.DOTALL)
FIELDS = {"title", "show", "point", "question", "answer"}
OPTIONAL = {"point"}
# What `show` may say: the names of site_src/src/core/address.ts.
ADDRESS = {"prompt", "part", "block", "head", "position", "key", "temperature", "top_k", "top_p"}


@dataclass(frozen=True)
class Step:
    """One stop of the tour, in HTML."""

    number: int
    title: Markup
    text: Markup
    question: Markup
    answer: Markup
    show: str
    point: str


def tour_html(body: str, paths: Paths, locale: str) -> str:
    """The tour as a list that reads without a script. Raises GlassformerError for an author's mistake."""
    folder = paths.content / locale / _folder(body)
    files = sorted(folder.glob("*.md"))
    if not files:
        raise GlassformerError(f"{folder} has no steps: a Markdown file each")
    steps = [_step(file, number, paths, locale) for number, file in enumerate(files, 1)]
    return TEMPLATES.get_template("tour.html.j2").render(steps=steps, words=MESSAGES[locale]).strip()


def _folder(body: str) -> str:
    fields = yaml.safe_load(body)
    if not isinstance(fields, dict) or set(fields) != {"folder"} or not isinstance(fields["folder"], str):
        raise GlassformerError("expected one line, `folder: ` and a folder beside the pages of the language")
    return fields["folder"]


def _step(file: Path, number: int, paths: Paths, locale: str) -> Step:
    parts = HEAD.match(file.read_text(encoding="utf-8"))
    head: Any = yaml.safe_load(parts["head"]) if parts else None
    if parts is None or not isinstance(head, dict):
        raise GlassformerError(f"{file}: expected a YAML head between two lines of ---")
    if (unknown := set(head) - FIELDS) or (lacking := FIELDS - OPTIONAL - set(head)):
        wrong = ", ".join(sorted(unknown or lacking))  # pyright: ignore[reportPossiblyUnboundVariable]
        raise GlassformerError(f"{file}: {'unknown' if unknown else 'missing'} {wrong}; a step has {', '.join(FIELDS)}")
    said = [name for name, _ in parse_qsl(head["show"], strict_parsing=True)]
    if wrong := sorted(set(said) - ADDRESS):
        raise GlassformerError(f"{file}: show says {wrong[0]}; it may say {', '.join(sorted(ADDRESS))}")

    def prose(text: str) -> Markup:
        return Markup(prose_html(text, paths, locale))

    texts = {name: prose(head[name]) for name in ("title", "question", "answer")}
    return Step(number, text=prose(parts["text"]), show=head["show"], point=head.get("point", ""), **texts)
