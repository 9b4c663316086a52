"""The folder of a run: token streams and settings, made once, then read by every slice of the run."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError
from glassformer.files import write_atomically
from glassformer.training.corpus import Document, read_documents, split
from glassformer.training.pack import encode, load_streams, save_streams
from glassformer.training.sample import read_sample
from glassformer.training.settings import Settings

TRAIN_FILE, HELD_OUT_FILE, SETTINGS_FILE, STATE_FILE = "train.npz", "held_out.npz", "settings.json", "state.pt"
DECAYED = "decayed"
Say = Callable[[str], None]


def prepare(run: Path, corpus: Path | None, settings: Settings, say: Say = print) -> Settings:
    """Encode the corpus into the run's folder, unless that was done before; returns the run's own settings.

    Raises GlassformerError if the folder holds a run with other settings.
    """
    path = run / SETTINGS_FILE
    if path.exists():
        saved = from_json(json.loads(path.read_text("utf-8")))
        different = [name for name, value in asdict(settings).items() if asdict(saved)[name] != value]
        if different:
            raise GlassformerError(f"{run}: a run with other {', '.join(different)}; choose another --run")
        return saved
    training, held_out = documents(corpus, say)
    say(f"Encoding {len(training):,} documents to train on and {len(held_out):,} held out ...")
    tokenizer = Tokenizer.from_file(str(Paths(find_root()).embedded / "tokenizer.json"))
    tokenizer.encode_special_tokens = True  # `<|endoftext|>` inside a document would be text
    run.mkdir(parents=True, exist_ok=True)
    save_streams(run / TRAIN_FILE, encode(training, tokenizer))
    save_streams(run / HELD_OUT_FILE, encode(held_out, tokenizer))
    write_atomically(path, (json.dumps(asdict(settings), indent=1, sort_keys=True) + "\n").encode())
    return settings


def documents(corpus: Path | None, say: Say) -> tuple[list[Document], list[Document]]:
    """(training, held out) documents of a corpus folder, or of the small samples that come with the source."""
    if corpus is not None:
        if not (corpus / "SOURCES.tsv").is_file():
            raise GlassformerError(f"{corpus}: no SOURCES.tsv; a corpus has it beside its corpus-<shard>.txt.xz")
        return split(list(read_documents(corpus)))
    fixtures = find_root() / "tests" / "fixtures"
    say("No --corpus: training on the committed sample, which is far too little for a good model.")
    return (
        read_sample(fixtures / "train-sample.txt.xz", "sample"),
        read_sample(fixtures / "heldout.txt.xz", "held-out"),
    )


def from_json(fields: dict[str, object]) -> Settings:
    """Settings as they were written."""
    return Settings(**{k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()})  # pyright: ignore


def streams(run: Path) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """(training, held-out) token streams by shard."""
    for name in (TRAIN_FILE, HELD_OUT_FILE):
        if not (run / name).is_file():
            raise GlassformerError(f"{run}: no {name}; start the run with scripts/train --run {run}")
    return load_streams(run / TRAIN_FILE), load_streams(run / HELD_OUT_FILE)
