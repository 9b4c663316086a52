"""The traces of all example prompts of a model, with an index."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from glassformer import trace, trace_weights
from glassformer.checkpoint import Checkpoint
from glassformer.errors import GlassformerError
from glassformer.prompts import Prompt
from glassformer.runner import GraphRunner
from glassformer.schema import schema_hash
from glassformer.trace_weights import WeightsPicker
from glassformer.vocabulary import Vocabulary

VARIANT = "fp32"
META_MODEL_FIELDS = ("id", "name", "sha256", "config")


def write_traces(
    graph: Path,
    checkpoint: Checkpoint,
    prompts: Sequence[Prompt],
    folder: Path,
    on_prompt: Callable[[Prompt], None] = lambda prompt: None,
) -> Path:
    """Trace every prompt with the checkpoint's fp32 ``graph``; returns the index."""
    writer = _Writer(graph, checkpoint, folder)
    entries = []
    for prompt in prompts:
        on_prompt(prompt)
        entries.append(writer.write(prompt))
    index = {"schema_hash": schema_hash(), "model": writer.model, "variant": VARIANT, "prompts": entries}
    path = folder / "index.json"
    path.write_text(json.dumps(index, sort_keys=True, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


class _Writer:
    """What all prompts of a model share, loaded once."""

    def __init__(self, graph: Path, checkpoint: Checkpoint, folder: Path) -> None:
        self.model, self.folder = checkpoint.as_json(), folder
        self._runner = GraphRunner(graph, checkpoint.config)
        self._vocabulary = Vocabulary(checkpoint.tokenizer)
        self._picker = WeightsPicker(checkpoint.config, checkpoint.weights, checkpoint.seen)

    def write(self, prompt: Prompt) -> dict[str, Any]:
        """Trace one prompt and write its files; returns its entry of the index."""
        try:
            result = trace.trace(self._runner, self._vocabulary, prompt.text)
        except GlassformerError as error:
            raise GlassformerError(f"prompt {prompt.id!r}: {error}") from error
        meta = metadata(self.model, prompt.id)
        traced = trace.files(result, self._vocabulary, meta)
        worked = trace_weights.files(result, self._picker.pick(result), self._vocabulary, meta)
        core, *layers = self._save(prompt, traced)
        weights, *layer_weights = self._save(prompt, worked)
        return {
            "id": prompt.id,
            "text": prompt.text,
            "reason": prompt.reason,
            "tokens": [self._vocabulary.display(token) for token in result.ids],
            "core": core,
            "layers": layers,
            "weights": weights,
            "layer_weights": layer_weights,
        }

    def _save(self, prompt: Prompt, contents: dict[str, bytes]) -> list[str]:
        """Write files into the prompt's folder; returns their paths below the model's."""
        target = self.folder / prompt.id
        target.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (target / name).write_bytes(content)
        return [f"{prompt.id}/{name}" for name in contents]


def metadata(model: dict[str, Any], prompt: str | None) -> dict[str, Any]:
    """What a trace file says of where it comes from."""
    return {
        "model": {name: model[name] for name in META_MODEL_FIELDS},
        "variant": VARIANT,
        "prompt": prompt,
        "versions": {"glassformer": version("glassformer"), "onnxruntime": version("onnxruntime")},
    }
