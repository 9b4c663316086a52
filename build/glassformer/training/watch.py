"""Brief traces of checkpoints taken during training: what the model predicted, and where its heads looked."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import GPT2LMHeadModel

from glassformer import trace_file
from glassformer.files import write_atomically
from glassformer.schema import BRIEF_TOP, schema_hash
from glassformer.training import run_folder
from glassformer.training.curve import read_log
from glassformer.training.evaluate import quick_validation
from glassformer.training.export import as_model, load_model
from glassformer.training.heads import patterns
from glassformer.training.model import new_model
from glassformer.vocabulary import Vocabulary

VALIDATION_WINDOWS = 2  # of each held-out part
# A story opening, a phrase said twice, a quotation to be closed.
PROMPTS = {
    "once-upon": "Once upon a time there was a little girl who lived in a",
    "said-twice": "The old fox met the young crow. The old fox met the young",
    "who-is-there": '"Who is there?" said the king. "It is I," said the',
}


def brief(model: GPT2LMHeadModel, text: str, vocabulary: Vocabulary) -> tuple[trace_file.Tensors, dict[str, str]]:
    """(tensors of a brief trace, {token id: how it is shown})."""
    ids = np.array(vocabulary.encode(text), dtype=np.int32)
    attention, logits = patterns(model, ids[None])
    log_probs = logits[0, -1].log_softmax(-1)
    top = torch.topk(log_probs, BRIEF_TOP)
    tensors: trace_file.Tensors = {
        "tokens": ids,
        "pattern": attention[:, 0].numpy().astype(np.float16),
        "top_ids": top.indices.numpy().astype(np.int32),
        "top_log_probs": top.values.numpy().astype(np.float32),
    }
    shown = sorted({*ids.tolist(), *top.indices.tolist()})
    return tensors, {str(token): vocabulary.display(token) for token in shown}


def write_brief(
    folder: Path, model: GPT2LMHeadModel, vocabulary: Vocabulary, name: str, step: int, about: dict[str, Any]
) -> str:
    """Write the trace of one prompt at one step; returns its path inside `folder`."""
    tensors, strings = brief(model, PROMPTS[name], vocabulary)
    meta = {
        "layer": None,
        "model": about,
        "prompt": name,
        "step": step,
        "strings": strings,
        "text": PROMPTS[name],
        "tokens": [vocabulary.display(int(token)) for token in tensors["tokens"]],
        "variant": "fp16",
        "versions": {},
    }
    path = f"{name}/step-{step:06d}.safetensors"
    write_atomically(folder / path, trace_file.encode(tensors, "brief", meta))
    return path


def write_index(folder: Path, index: dict[str, Any]) -> None:
    """Write index.json: prompts, steps, losses and the curve."""
    write_atomically(folder / "index.json", (json.dumps(index, indent=1, sort_keys=True) + "\n").encode())


def watch(run: Path, folder: Path) -> None:
    """Write brief traces of a run's checkpoints, and of the shipped model as the last one, to `folder/training`."""
    settings = run_folder.from_json(json.loads((run / run_folder.SETTINGS_FILE).read_text("utf-8")))
    _, held_out = run_folder.streams(run)
    validate = quick_validation(held_out, settings.n_ctx, VALIDATION_WINDOWS)
    vocabulary = Vocabulary(folder / "tokenizer.json")
    template = new_model(settings)
    points: list[dict[str, Any]] = []
    for step, model in _models(run, folder, template):
        about = {"id": "embedded", "name": "Glassformer embedded"}
        paths = {name: write_brief(folder / "training", model, vocabulary, name, step, about) for name in PROMPTS}
        points.append({"step": step, "validation_loss": round(validate(model), 4), "traces": paths})
    curve = [[row["step"], row["loss"], row["validation_loss"]] for row in read_log(run)]
    index = {
        "schema_hash": schema_hash("brief"),
        "prompts": PROMPTS,
        "tokens_per_step": settings.batch_size * settings.n_ctx,
        "checkpoints": points,
        "curve": {"columns": ["step", "loss", "validation_loss"], "rows": curve},
    }
    write_index(folder / "training", index)


def _models(run: Path, folder: Path, template: GPT2LMHeadModel) -> Iterator[tuple[int, GPT2LMHeadModel]]:
    for path in sorted((run / "checkpoints").glob("step-*.pt")):
        yield int(path.stem.removeprefix("step-")), as_model(torch.load(path, weights_only=True), template)
    last = torch.load(run / run_folder.DECAYED / run_folder.STATE_FILE, weights_only=True)["step"]
    yield last, load_model(folder)
