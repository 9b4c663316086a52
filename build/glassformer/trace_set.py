"""The traces of all example prompts of a model, with an index."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from glassformer import trace, trace_ablation, trace_continuation, trace_training, trace_weights
from glassformer.checkpoint import Checkpoint
from glassformer.errors import GlassformerError
from glassformer.merges import Merging
from glassformer.prompts import Prompt
from glassformer.runner import GraphRunner
from glassformer.schema import schema_hash
from glassformer.trace_precision import REFERENCE, Precisions
from glassformer.trace_weights import WeightsPicker
from glassformer.vocabulary import Vocabulary

META_MODEL_FIELDS = ("id", "name", "sha256", "config")


def write_traces(
    graph: Path,
    checkpoint: Checkpoint,
    prompts: Sequence[Prompt],
    folder: Path,
    variants: Path | None = None,
    on_prompt: Callable[[Prompt], None] = lambda prompt: None,
) -> Path:
    """Trace every prompt with the checkpoint's fp32 ``graph``; returns the index.

    With a folder of ``variants``, each prompt's prediction is compared with theirs; the stages of the checkpoint's
    training are copied where it has some.
    """
    model = checkpoint.as_json()
    writer = _Writer(checkpoint, model, folder)
    entries, traces = writer.write_all(GraphRunner(graph, checkpoint.config), prompts, on_prompt)
    compared = writer.write_precisions(Precisions(variants), traces) if variants else {}
    stages = trace_training.copy_stages(checkpoint.folder, folder, prompts)
    for entry in entries:
        entry |= {"precision": compared.get(entry["id"]), "stages": stages.get(entry["id"], [])}
    index = {"schema_hash": schema_hash(), "model": model, "variant": REFERENCE, "prompts": entries}
    path = folder / "index.json"
    path.write_text(json.dumps(index, sort_keys=True, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


class _Writer:
    """What all prompts of a model share, loaded once."""

    def __init__(self, checkpoint: Checkpoint, model: dict[str, Any], folder: Path) -> None:
        self._model, self._folder = model, folder
        self._vocabulary = Vocabulary(checkpoint.tokenizer)
        self._merging, self._seen = Merging(checkpoint.tokenizer), checkpoint.seen
        self._picker = WeightsPicker(checkpoint.config, checkpoint.weights, self._seen)

    def write_all(
        self, runner: GraphRunner, prompts: Sequence[Prompt], on_prompt: Callable[[Prompt], None]
    ) -> tuple[list[dict[str, Any]], dict[str, trace.Trace]]:
        """Trace the prompts and write their files; returns their entries of the index, and the traces by id."""
        entries, traces = [], {}
        for prompt in prompts:
            on_prompt(prompt)
            try:
                result = trace.trace(runner, self._vocabulary, prompt.text)
            except GlassformerError as error:
                raise GlassformerError(f"prompt {prompt.id!r}: {error}") from error
            entry = self._write(prompt, result)
            entry["continuation"] = self._continue(runner, prompt, result)
            entry["ablation"] = self._ablate(runner, prompt, result)
            entries.append(entry)
            traces[prompt.id] = replace(result, core={}, layers=[])  # a model's worth of activations is much to keep
        return entries, traces

    def write_precisions(self, precisions: Precisions, traces: Mapping[str, trace.Trace]) -> dict[str, str]:
        """Write how the variants predict the same texts; returns the files by prompt."""
        written = {}
        for prompt, tensors in precisions.compare(traces).items():
            meta = metadata(self._model, prompt)
            content = precisions.file(traces[prompt], tensors, self._vocabulary, meta)
            (written[prompt],) = self._save(prompt, {"precision.safetensors": content})
        return written

    def _write(self, prompt: Prompt, result: trace.Trace) -> dict[str, Any]:
        meta = metadata(self._model, prompt.id)
        contents = trace.files(result, self._vocabulary, meta)
        core_meta = {**meta, **self._reading(result)}
        contents["core.safetensors"] = trace.encode(result, result.core, "core", None, self._vocabulary, core_meta)
        core, *layers = self._save(prompt.id, contents)
        worked = self._picker.pick(result)
        weights, *layer_weights = self._save(prompt.id, trace_weights.files(result, worked, self._vocabulary, meta))
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

    def _continue(self, runner: GraphRunner, prompt: Prompt, result: trace.Trace) -> str:
        tensors = trace_continuation.continuation(runner, self._vocabulary, result.ids)
        content = trace_continuation.file(result, tensors, self._vocabulary, metadata(self._model, prompt.id))
        return self._save(prompt.id, {"continuation.safetensors": content})[0]

    def _ablate(self, runner: GraphRunner, prompt: Prompt, result: trace.Trace) -> str | None:
        if not trace_ablation.can_be_stored(runner.config):
            return None
        tensors, meta = trace_ablation.ablations(runner, result), metadata(self._model, prompt.id)
        content = trace.encode(result, tensors, "ablation", None, self._vocabulary, meta)
        return self._save(prompt.id, {"ablation.safetensors": content})[0]

    def _reading(self, result: trace.Trace) -> dict[str, Any]:
        """How the text became tokens, and at which positions stands one that training never saw."""
        return {
            "words": [word.as_json() for word in self._merging.words(result.text)],
            "unseen": [] if self._seen is None else np.flatnonzero(~np.isin(result.ids, self._seen)).tolist(),
        }

    def _save(self, prompt: str, contents: dict[str, bytes]) -> list[str]:
        """Write files into the prompt's folder; returns their paths below the model's."""
        target = self._folder / prompt
        target.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (target / name).write_bytes(content)
        return [f"{prompt}/{name}" for name in contents]


def metadata(model: dict[str, Any], prompt: str | None) -> dict[str, Any]:
    """What a trace file says of where it comes from."""
    return {
        "model": {name: model[name] for name in META_MODEL_FIELDS},
        "variant": REFERENCE,
        "prompt": prompt,
        "versions": {"glassformer": version("glassformer"), "onnxruntime": version("onnxruntime")},
    }
