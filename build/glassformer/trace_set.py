"""The traces of all example prompts of a model, with an index."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from glassformer import trace
from glassformer.config import ModelConfig
from glassformer.errors import GlassformerError
from glassformer.prompts import Prompt
from glassformer.runner import GraphRunner
from glassformer.schema import schema_hash
from glassformer.vocabulary import Vocabulary

VARIANT = "fp32"
META_MODEL_FIELDS = ("id", "name", "sha256", "config")


def write_traces(
    graph: Path,
    vocabulary: Vocabulary,
    prompts: Sequence[Prompt],
    model: dict[str, Any],
    folder: Path,
    on_prompt: Callable[[Prompt], None] = lambda prompt: None,
) -> Path:
    """Trace every prompt with the fp32 ``graph``; returns the index. ``model`` is the manifest's entry of that name."""
    runner = GraphRunner(graph, ModelConfig(**model["config"]))
    entries = [_write_prompt(runner, vocabulary, prompt, model, folder, on_prompt) for prompt in prompts]
    index = {"schema_hash": schema_hash(), "model": model, "variant": VARIANT, "prompts": entries}
    path = folder / "index.json"
    path.write_text(json.dumps(index, sort_keys=True, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _write_prompt(
    runner: GraphRunner,
    vocabulary: Vocabulary,
    prompt: Prompt,
    model: dict[str, Any],
    folder: Path,
    on_prompt: Callable[[Prompt], None],
) -> dict[str, Any]:
    on_prompt(prompt)
    try:
        result = trace.trace(runner, vocabulary, prompt.text)
    except GlassformerError as error:
        raise GlassformerError(f"prompt {prompt.id!r}: {error}") from error
    target = folder / prompt.id
    target.mkdir(parents=True, exist_ok=True)
    contents = trace.files(result, vocabulary, metadata(model, prompt.id))
    for name, content in contents.items():
        (target / name).write_bytes(content)
    core, *layers = (f"{prompt.id}/{name}" for name in contents)
    tokens = [vocabulary.display(token) for token in result.ids]
    return {
        "id": prompt.id, "text": prompt.text, "reason": prompt.reason, "tokens": tokens, "core": core, "layers": layers,
    }  # fmt: skip


def metadata(model: dict[str, Any], prompt: str | None) -> dict[str, Any]:
    """What a trace file says of where it comes from."""
    return {
        "model": {name: model[name] for name in META_MODEL_FIELDS},
        "variant": VARIANT,
        "prompt": prompt,
        "versions": {"glassformer": version("glassformer"), "onnxruntime": version("onnxruntime")},
    }
