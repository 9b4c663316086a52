"""All measurements of the embedded checkpoint, for the model card and the tests."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from transformers import GPT2LMHeadModel

from glassformer.config import find_root
from glassformer.files import sha256_of
from glassformer.seen_tokens import SEEN_FILE, load_seen
from glassformer.training import ngram, run_folder
from glassformer.training.cloze import Answer, answers, gpt2_predictor, read_items, score
from glassformer.training.evaluate import even_windows
from glassformer.training.export import WEIGHTS_FILE, load_model
from glassformer.training.heads import as_rows
from glassformer.training.heads import measure as measure_heads
from glassformer.training.ngram import KneserNey
from glassformer.training.pack import D_VOCAB
from glassformer.training.report import losses, rounded, rows, token_bytes, total, unseen_share
from glassformer.vocabulary import Vocabulary

NGRAM = 5
HEAD_WINDOWS = 4  # of each held-out part


def measure(folder: Path, run: Path, n_window: int) -> dict[str, object]:
    """Everything that is said of the model in numbers, as plain data."""
    training, held_out = run_folder.streams(run)
    decayed = torch.load(run / run_folder.DECAYED / run_folder.STATE_FILE, weights_only=True, mmap=True)
    model = load_model(folder)
    vocabulary = Vocabulary(folder / "tokenizer.json")
    seen = load_seen(folder / SEEN_FILE, D_VOCAB)
    five_gram = baseline(run, training)
    parts = losses(model, five_gram, held_out, token_bytes(vocabulary), n_window)
    n_ctx = model.config.n_positions
    windows = np.concatenate([even_windows(stream, n_ctx, HEAD_WINDOWS) for _, stream in sorted(held_out.items())])
    heads, induction = measure_heads(model, windows, seen)
    result = {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "decay_from": decayed["decay_from"],
        "weights_sha256": sha256_of(folder / WEIGHTS_FILE),
        "training_tokens": {name: len(stream) for name, stream in training.items()},
        "held_out_tokens": {name: len(stream) for name, stream in held_out.items()},
        "losses": rows(parts),
        "total": total(parts, {name: len(stream) for name, stream in held_out.items()}),
        "mean_of_parts": total(parts, dict.fromkeys(held_out, 1)),
        "heads": as_rows(heads),
        "induction": asdict(induction),
        "unseen": {"tokens": D_VOCAB - len(seen), "probability": unseen_share(model, windows, seen)},
        "cloze": _cloze(model, five_gram, vocabulary),
    }
    return rounded(result)  # pyright: ignore[reportReturnType]


def baseline(run: Path, training: dict[str, np.ndarray]) -> KneserNey:
    """The 5-gram of a run's training text; counting takes a minute, so it is kept in the run's folder."""
    path = run / "ngram.npz"
    if not path.is_file():
        tokens = np.concatenate([stream for _, stream in sorted(training.items())])
        ngram.save(path, ngram.train(tokens, NGRAM, D_VOCAB))
    return ngram.load(path)


def _cloze(model: GPT2LMHeadModel, five_gram: KneserNey, vocabulary: Vocabulary) -> dict[str, object]:
    items = read_items(find_root() / "tests" / "fixtures" / "cloze.yml")
    ours = answers(items, vocabulary, gpt2_predictor(model))
    theirs = answers(items, vocabulary, five_gram.distribution)
    return {
        "items": len(items),
        "model": score(ours),
        "ngram": score(theirs),
        "kinds": _by_kind(ours),
        "missed": {answer.item.text: list(answer.top) for answer in ours if not answer.right},
    }


def _by_kind(results: list[Answer]) -> dict[str, float]:
    kinds = sorted({answer.item.kind for answer in results})
    return {kind: score([answer for answer in results if answer.item.kind == kind]) for kind in kinds}
