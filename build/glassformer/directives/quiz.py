"""The answer key of a question, worked out when the site is built: it is never that of an older model."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from glassformer.directives.catalog import Catalog, ModelTraces, Prompt
from glassformer.directives.facts import fill_in
from glassformer.directives.measure import HEAD_TYPES, attention_pattern, heads_like
from glassformer.errors import GlassformerError

NUMBER = re.compile(r"[-−]?(\d[\d,]*(\.\d+)?|\.\d+)")
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Key:
    """The right answer: as the browser compares it, and as a text (empty where the drawing shows it)."""

    answer: int | float | list[list[int]]
    text: str


def quiz_view(fields: Fields, view: Fields, catalog: Catalog, model: ModelTraces, prompt: Prompt) -> dict[str, Any]:
    """What the drawing and the browser's element are given: type, place, and the answer key.

    Raises GlassformerError for a question that cannot be answered as its author wants.
    """
    kind = view["type"]
    for name in ("question", "answer"):
        if fields.get(name) in (None, ""):
            raise GlassformerError(f"{name} is missing; a quiz of type {kind} needs it")
    if kind == "cell" and "prompt" not in fields:
        raise GlassformerError("prompt is missing; a quiz of type cell is about one")
    texts = {name: _filled(view[name], catalog) for name in ("options", "answer") if view[name] is not None}
    key = KEYS[kind]({**view, **texts}, model, prompt)
    placed = {"cell": ("block", "head", "position"), "pick": ("pick",)}
    place = {name: view[name] for name in placed.get(kind, ())}
    name = hashlib.sha256(str(fields["question"]).encode()).hexdigest()[:10]
    return {"id": name, "type": kind, "answer": key.answer, "tolerance": view["tolerance"], "text": key.text, **place}


def _filled(value: Any, catalog: Catalog) -> Any:
    """A value with its facts filled in. YAML reads a fact without quotes as a mapping."""
    if isinstance(value, list):
        return [_filled(item, catalog) for item in value]
    if isinstance(value, dict) and len(value) == 1 and str(next(iter(value))).startswith("gf "):
        value = f"{{{next(iter(value))}}}"
    return fill_in(value, catalog) if isinstance(value, str) else value


def number_of(text: object) -> float:
    """The number in a fact's text: 1,234 or 67% or 12.3 million (12.3). Raises GlassformerError where there is none."""
    found = NUMBER.search(str(text))
    if not found:
        raise GlassformerError(f"answer {text!r} is no number")
    return float(found[0].replace(",", "").replace("−", "-"))


def _choice(view: Fields, model: ModelTraces, prompt: Prompt) -> Key:
    options = [str(option) for option in view["options"] or []]
    if len(options) < 2:
        raise GlassformerError("options are missing; a quiz of type choice needs at least two")
    if len(set(options)) < len(options):
        raise GlassformerError(f"options {options} hold the same answer twice")
    answer = str(view["answer"])
    if view["limits"] is not None:
        return Key(_range(number_of(answer), view["limits"], options), answer)
    if answer not in options:
        raise GlassformerError(f"answer {answer!r} is none of the options: {', '.join(options)}")
    return Key(options.index(answer), "")


def _range(value: float, limits: list[Any], options: list[str]) -> int:
    numbers = [number_of(limit) for limit in limits]
    if len(numbers) != len(options) - 1 or any(low >= high for low, high in pairwise(numbers)):
        raise GlassformerError(f"limits {limits} must be rising, and one fewer than the {len(options)} options")
    return bisect_right(numbers, value)


def _number(view: Fields, model: ModelTraces, prompt: Prompt) -> Key:
    return Key(number_of(view["answer"]), str(view["answer"]))


def _cell(view: Fields, model: ModelTraces, prompt: Prompt) -> Key:
    """Cells as [query, key]; any of them is right."""
    answer, query, size = view["answer"], view["position"], len(prompt.tokens)
    if answer == "strongest":
        row = attention_pattern(model.folder / prompt.core)[view["block"], view["head"], query, : query + 1]
        return Key([[query, int(np.argmax(row))]], "")
    if answer == "masked":
        return Key([[row, key] for row in range(size) for key in range(row + 1, size)], "")
    if isinstance(answer, list) and len(answer) == 2 and all(place in range(size) for place in answer):
        return Key([answer], "")
    raise GlassformerError(f"answer {answer!r} is not allowed; it takes strongest, masked, or a list of query and key")


def _pick(view: Fields, model: ModelTraces, prompt: Prompt) -> Key:
    """Blocks or heads by their numbers; any of them is right."""
    if view["pick"] is None:
        raise GlassformerError("pick is missing; a quiz of type pick needs it: block or head")
    if view["pick"] == "head" and view["answer"] in HEAD_TYPES:
        right = heads_like(view["answer"], model.folder / prompt.core, view["block"])
    else:
        right = [int(number_of(view["answer"]))]
    return Key([[number] for number in right], ", ".join(map(str, right)))


KEYS: Mapping[str, Callable[[Fields, ModelTraces, Prompt], Key]] = {
    "choice": _choice,
    "number": _number,
    "cell": _cell,
    "pick": _pick,
}
