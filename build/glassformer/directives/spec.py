"""A fence's YAML body, checked against the table of its kind and the traces that exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from glassformer.directives.catalog import Catalog, ModelTraces, Prompt
from glassformer.directives.kind import Kind
from glassformer.directives.kinds import KINDS
from glassformer.directives.kinds_quiz import QUIZ
from glassformer.directives.kinds_stages import TRAINING
from glassformer.directives.measure import HEAD_TYPES, strongest_head
from glassformer.directives.quiz import quiz_view
from glassformer.errors import GlassformerError

TEXTS = ("question", "options", "explain")  # what is Markdown, and shown as it is


@dataclass(frozen=True)
class FigureSpec:
    """One figure as its author wants it. ``view`` is what the drawing function and the custom element are given."""

    kind: Kind
    model: ModelTraces
    prompt: Prompt
    view: Mapping[str, Any]
    title: str | None = None
    look: str | None = None
    caption: str | None = None
    texts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def drawn(self) -> bool:
        """Whether there is something to draw; a question about a cell has a matrix."""
        return self.kind.drawn or (self.kind is QUIZ and self.view["type"] == "cell")


def parse(body: str, catalog: Catalog) -> FigureSpec:
    """Read a fence's body. Raises GlassformerError: one line with the value and what is allowed."""
    fields = _load(body)
    kind = _kind(fields)
    unknown = [name for name in fields if name not in kind.settings]
    if unknown:
        raise GlassformerError(f"unknown field {unknown[0]!r}; {kind.name} takes {', '.join(kind.settings)}")
    model = catalog.model(str(fields.get("model", catalog.default)))
    prompt = _prompt(fields, kind, model)
    if kind is TRAINING and not prompt.stages:
        raise GlassformerError(_not_followed(prompt, model))
    limits = {**model.config.as_json(), "n_token": len(prompt.tokens)}
    checked = {name: kind.settings[name].check(value, limits) for name, value in fields.items()}
    view = _view(kind, checked, model, prompt)
    texts = {name: checked.get(name) for name in TEXTS if name in kind.settings}
    if kind is QUIZ:
        view = quiz_view(checked, view, catalog, model, prompt)
    return FigureSpec(
        kind=kind,
        model=model,
        prompt=prompt,
        view=view,
        title=checked.get("title"),
        look=checked.get("look"),
        caption=checked.get("caption"),
        texts=texts,
    )


def _load(body: str) -> dict[str, Any]:
    try:
        fields = yaml.safe_load(body)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1} of the fence" if mark else ""
        raise GlassformerError(f"not YAML{where}: {getattr(error, 'problem', error)}") from error
    if not isinstance(fields, dict):
        raise GlassformerError(f"expected `field: value` lines, got {body.strip()[:40]!r}")
    return {str(name): value for name, value in fields.items()}


def _kind(fields: Mapping[str, Any]) -> Kind:
    kinds = ", ".join(KINDS)
    if "kind" not in fields:
        raise GlassformerError(f"kind is missing; there are: {kinds}")
    if not isinstance(fields["kind"], str) or fields["kind"] not in KINDS:
        raise GlassformerError(f"unknown kind {fields['kind']!r}; there are: {kinds}")
    return KINDS[fields["kind"]]


def _prompt(fields: Mapping[str, Any], kind: Kind, model: ModelTraces) -> Prompt:
    prompts = ", ".join(model.prompts)
    if "prompt" not in fields and not kind.prompted:
        return next(iter(model.prompts.values()))
    if "prompt" not in fields:
        raise GlassformerError(f"prompt is missing; {model.slug} has: {prompts}")
    examples = fields.get("examples", [])
    for name in [fields["prompt"], *(examples if isinstance(examples, list) else [])]:
        if not isinstance(name, str) or name not in model.prompts:
            raise GlassformerError(f"unknown prompt {name!r}; {model.slug} has: {prompts}")
    return model.prompts[fields["prompt"]]


def _not_followed(prompt: Prompt, model: ModelTraces) -> str:
    followed = ", ".join(other.id for other in model.prompts.values() if other.stages)
    return f"training did not follow prompt {prompt.id!r}; of {model.slug} it followed: {followed or 'none'}"


def _view(kind: Kind, checked: Mapping[str, Any], model: ModelTraces, prompt: Prompt) -> dict[str, Any]:
    """Every setting of the figure with a value: the author's, the kind's default, or one from the trace."""
    view = {setting.key: checked.get(setting.name, setting.default) for setting in kind.view}
    if "position" in view and view["position"] is None:
        view["position"] = len(prompt.tokens) - 1
    if "examples" in view and view["examples"] is None:
        view["examples"] = list(model.prompts)
    if "head" in view:
        view["block"], view["head"] = _head(view["block"], view["head"], model, prompt)
    elif "block" in view:
        view["block"] = _block(view["block"], model)
    return view


def _head(block: int | None, head: int | str | None, model: ModelTraces, prompt: Prompt) -> tuple[int, int]:
    if head in HEAD_TYPES:
        return strongest_head(str(head), model.folder / prompt.core, block)[:2]
    return _block(block, model), int(head or 0)


def _block(block: int | None, model: ModelTraces) -> int:
    return model.config.n_layer // 2 if block is None else block
