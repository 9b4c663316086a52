"""The fence `glassformer-tour`: the steps of a guided tour, a Markdown file each, which the explorer acts out.

```glassformer-tour
folder: tour
```

A step's file begins with a YAML head: its ``title``; ``show``, what the explorer shows, in the words of its address;
``point``, the part of the picture that is pointed out; a question, in the words of the fence ``quiz``; and ``holds``,
what its text claims. Its facts are those of the model that the explorer shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml
from markupsafe import Markup

from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.facts import fill_in
from glassformer.directives.messages import MESSAGES
from glassformer.directives.prose import prose_html
from glassformer.directives.quiz_shell import quiz_html
from glassformer.directives.shell import TEMPLATES
from glassformer.directives.spec import parse
from glassformer.errors import GlassformerError

LANGUAGE = "glassformer-tour"
HEAD = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<text>.*)", re.DOTALL)
QUIZ = ("type", "pick", "question", "options", "limits", "answer", "tolerance", "explain")
NEEDED = ("title", "show", "point", "question", "answer")
FIELDS = (*NEEDED, *(name for name in QUIZ if name not in NEEDED), "holds")
# What `show` may say: the names of site_src/src/core/address.ts.
ADDRESS = ("prompt", "part", "block", "head", "position", "key", "temperature", "top_k", "top_p")
# What `point` may say: the names of site_src/src/draw/explorer/targets.ts.
TARGETS = (
    *("tokens", "embedding", "ln1", "qkv", "attention", "output", "ln2", "mlp", "final", "unembedding"),
    *("probabilities", "stream", "blocks", "heads", "sums"),
    *("unfolded", "first", "second", "neurons", "matrix", "weighing", "boxes", "sampling"),
)


@dataclass(frozen=True)
class StepFile:
    """One step as its author wrote it. ``holds`` are the claims of its text, comparisons of facts."""

    path: Path
    head: Mapping[str, Any]
    text: str

    @property
    def show(self) -> dict[str, str]:
        return dict(parse_qsl(self.head["show"], strict_parsing=True))

    @property
    def holds(self) -> list[str]:
        return list(self.head.get("holds", []))


@dataclass(frozen=True)
class Step:
    """One stop of the tour, in HTML."""

    number: int
    title: Markup
    text: Markup
    quiz: Markup
    show: str
    point: str


def tour_html(body: str, paths: Paths, locale: str) -> str:
    """The tour as a list that reads without a script. Raises GlassformerError for an author's mistake."""
    catalog = shown_catalog(Catalog.of_site(paths))
    files = step_files(paths.content / locale / _folder(body))
    steps = [_step(file, number, paths, locale, catalog) for number, file in enumerate(files, 1)]
    model = catalog.model(catalog.default)
    template = TEMPLATES.get_template("tour.html.j2")
    return template.render(steps=steps, words=MESSAGES[locale], model=model).strip()


def shown_catalog(catalog: Catalog) -> Catalog:
    """The same with the explorer's model as the one that facts are about."""
    return replace(catalog, published=(catalog.largest, *(slug for slug in catalog.models if slug != catalog.largest)))


def step_files(folder: Path) -> list[StepFile]:
    """The steps in the order of their files' names. Raises GlassformerError where there is none, or one is wrong."""
    paths = sorted(folder.glob("*.md"))
    if not paths:
        raise GlassformerError(f"{folder} has no steps: a Markdown file each")
    return [_read(path) for path in paths]


def _folder(body: str) -> str:
    fields = yaml.safe_load(body)
    if not isinstance(fields, dict) or set(fields) != {"folder"} or not isinstance(fields["folder"], str):
        raise GlassformerError("expected one line, `folder: ` and a folder beside the pages of the language")
    return fields["folder"]


def _read(path: Path) -> StepFile:
    parts = HEAD.match(path.read_text(encoding="utf-8"))
    head: Any = yaml.safe_load(parts["head"]) if parts else None
    if parts is None or not isinstance(head, dict):
        raise GlassformerError(f"{path}: expected a YAML head between two lines of ---")
    for wrong, names in (("unknown", set(head) - set(FIELDS)), ("missing", set(NEEDED) - set(head))):
        if names:
            raise GlassformerError(f"{path}: {wrong} {', '.join(sorted(names))}; a step has {', '.join(FIELDS)}")
    step = StepFile(path, head, parts["text"])
    for name, said, allowed in (("show", step.show, ADDRESS), ("point", [head["point"]], TARGETS)):
        if wrong := sorted(set(said) - set(allowed)):
            raise GlassformerError(f"{path}: {name} says {wrong[0]}; it may say {', '.join(allowed)}")
    return step


def _step(file: StepFile, number: int, paths: Paths, locale: str, catalog: Catalog) -> Step:
    def prose(text: str) -> Markup:
        return Markup(prose_html(text, paths, locale, catalog))

    try:
        return Step(
            number,
            title=prose(file.head["title"]),
            text=prose(file.text),
            quiz=Markup(quiz_html(parse(question(file, catalog), catalog), None, paths, locale, catalog)),
            show=fill_in(file.head["show"], catalog),
            point=file.head["point"],
        )
    except GlassformerError as error:
        raise GlassformerError(f"{file.path}: {error}") from error


def question(file: StepFile, catalog: Catalog) -> str:
    """The question as the body of a fence; what is picked is picked in what the step shows."""
    shown = {name: fill_in(value, catalog) for name, value in file.show.items()}
    place = {"block": int(shown["block"])} if file.head.get("pick") == "head" else {}
    asked = {name: file.head[name] for name in QUIZ if name in file.head}
    return yaml.safe_dump({"kind": "quiz", "prompt": shown["prompt"], **place, **asked}, allow_unicode=True)
