"""content/prompts.yml: the example prompts, each with the reason it is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from glassformer.config import EMBEDDED
from glassformer.errors import GlassformerError

LANGUAGES = ("en", "zh")
FIELDS = ("id", "text", "reason")
MODELS = ("all", EMBEDDED, "others")


@dataclass(frozen=True)
class Prompt:
    """An example text; ``reason`` is one sentence a language.

    ``models``: who reads it: all, the embedded model alone, or the others, which have read more than old stories.
    """

    id: str
    text: str
    reason: dict[str, str]
    models: str = "all"


def prompts_for(model: str, path: Path) -> list[Prompt]:
    """The prompts that a model reads. Raises GlassformerError as `load_prompts` does, and where there are none."""
    readers = ("all", EMBEDDED if model == EMBEDDED else "others")
    prompts = [prompt for prompt in load_prompts(path) if prompt.models in readers]
    if not prompts:
        raise GlassformerError(
            f"{path}: no prompt is for {model}; give some `models: {readers[1]}`, or no models field"
        )
    return prompts


def load_prompts(path: Path) -> list[Prompt]:
    """Read the list. Raises GlassformerError, naming file and line, for a broken or repeated entry."""
    try:
        document = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError as error:
        raise GlassformerError(f"{path}: the prompt list is missing") from error
    except yaml.YAMLError as error:
        raise GlassformerError(f"{path}: not readable as YAML ({' '.join(str(error).split())})") from error
    if not isinstance(document, yaml.SequenceNode):
        raise GlassformerError(f"{path}: must be a list of prompts, each with {', '.join(FIELDS)}")
    prompts: list[Prompt] = []
    lines: dict[str, int] = {}
    for node in document.value:
        place = f"{path}:{node.start_mark.line + 1}"
        prompt = _prompt(_plain(node), place)
        if prompt.id in lines:
            raise GlassformerError(f"{place}: prompt id {prompt.id!r} is used already at line {lines[prompt.id]}")
        lines[prompt.id] = node.start_mark.line + 1
        prompts.append(prompt)
    return prompts


def _plain(node: yaml.Node) -> Any:
    return yaml.SafeLoader("").construct_document(node)


def _prompt(entry: Any, place: str) -> Prompt:
    if not isinstance(entry, dict) or set(entry) - {"models"} != set(FIELDS):
        raise GlassformerError(f"{place}: a prompt has the fields {', '.join(FIELDS)}, and may have models")
    if not isinstance(entry["text"], str) or not entry["text"]:
        raise GlassformerError(f"{place}: text must be a text of at least one character")
    if not str(entry["id"]).replace("-", "").isalnum() or not str(entry["id"]).isascii():
        raise GlassformerError(f"{place}: id {entry['id']!r} must be letters, digits and '-'")
    reason = entry["reason"]
    if not isinstance(reason, dict) or set(reason) != set(LANGUAGES):
        raise GlassformerError(f"{place}: reason needs one sentence for each of {', '.join(LANGUAGES)}")
    models = entry.get("models", "all")
    if models not in MODELS:
        raise GlassformerError(f"{place}: models is {models!r}; allowed: {', '.join(MODELS)}")
    return Prompt(str(entry["id"]), entry["text"], {language: str(reason[language]) for language in LANGUAGES}, models)
