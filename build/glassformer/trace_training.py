"""The stages of a model's training beside its traces, where its author kept them: what each made of the same texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from glassformer import trace_file
from glassformer.prompts import Prompt

FOLDER = "training"
INDEX = "index.json"


def copy_stages(checkpoint: Path, folder: Path, prompts: Sequence[Prompt]) -> dict[str, list[str]]:
    """Copy the index and the brief traces of those ``prompts`` that training followed.

    Returns the paths below ``folder`` of each such prompt's traces, in the order of the index's checkpoints; nothing
    where the ``checkpoint``'s folder holds no stages. Raises GlassformerError for a trace of another schema.
    """
    source = checkpoint / FOLDER
    if not (source / INDEX).is_file():
        return {}
    content = (source / INDEX).read_bytes()
    index = json.loads(content)
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    (folder / FOLDER / INDEX).write_bytes(content)
    followed = [prompt for prompt in prompts if index["prompts"].get(prompt.id) == prompt.text]
    return {
        prompt.id: [_copy(source, folder, stage["traces"][prompt.id]) for stage in index["checkpoints"]]
        for prompt in followed
    }


def _copy(source: Path, folder: Path, name: str) -> str:
    trace_file.read(source / name)
    target = folder / FOLDER / name
    target.parent.mkdir(exist_ok=True)
    target.write_bytes((source / name).read_bytes())
    return f"{FOLDER}/{name}"
