"""The shipped model holds what is said of it. Numbers that need the whole corpus come from training/evaluation.json."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from safetensors import safe_open
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

from glassformer import trace_file
from glassformer.config import Paths, find_root
from glassformer.files import sha256_of
from glassformer.seen_tokens import load_seen
from glassformer.training.cloze import answers, gpt2_predictor, read_items, score
from glassformer.training.evaluate import even_windows, window_losses
from glassformer.training.export import load_model
from glassformer.training.heads import Head, InductionTask, measure
from glassformer.training.pack import encode
from glassformer.training.report import unseen_share
from glassformer.training.sample import read_sample
from glassformer.vocabulary import Vocabulary

EMBEDDED = Paths(find_root()).embedded
FIXTURES = find_root() / "tests" / "fixtures"
N_CTX = 256


@pytest.fixture(scope="module")
def model() -> GPT2LMHeadModel:
    return load_model(EMBEDDED)


@pytest.fixture(scope="module")
def evaluation() -> dict[str, Any]:
    return json.loads((EMBEDDED / "training" / "evaluation.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def held_out() -> np.ndarray:
    tokenizer = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
    tokenizer.encode_special_tokens = True
    return encode(read_sample(FIXTURES / "heldout.txt.xz", "held-out"), tokenizer)["held-out"]


@pytest.fixture(scope="module")
def seen() -> np.ndarray:
    return load_seen(EMBEDDED / "seen_tokens.bin", 50257)


@pytest.fixture(scope="module")
def measured(model: GPT2LMHeadModel, held_out: np.ndarray, seen: np.ndarray) -> tuple[list[Head], InductionTask]:
    return measure(model, even_windows(held_out, N_CTX, 12), seen)


def test_the_weights_are_fp16_and_small_enough() -> None:
    path = EMBEDDED / "model.safetensors"
    assert path.stat().st_size <= 30_000_000
    with safe_open(path, "np") as file:
        assert {file.get_slice(name).get_dtype() for name in file.keys()} == {"F16"}  # noqa: SIM118


def test_the_evaluation_is_of_these_weights(evaluation: dict[str, Any]) -> None:
    assert evaluation["weights_sha256"] == sha256_of(EMBEDDED / "model.safetensors")


def test_the_loss_on_held_out_text_is_the_one_stated(
    model: GPT2LMHeadModel, held_out: np.ndarray, evaluation: dict[str, Any]
) -> None:
    loss = float(window_losses(model, even_windows(held_out, N_CTX + 1, 24)).mean())
    stated = {part["part"]: part["nats_per_token"] for part in evaluation["losses"]}
    assert loss == pytest.approx(stated["gutenberg-children"], abs=0.25)


def test_it_beats_the_five_gram(evaluation: dict[str, Any]) -> None:
    assert evaluation["total"]["lower_by"] >= 0.10


def test_a_head_looks_at_the_previous_token(measured: tuple[list[Head], InductionTask]) -> None:
    assert max(head.previous_token for head in measured[0]) > 0.8


def test_a_head_looks_after_the_earlier_occurrence(measured: tuple[list[Head], InductionTask]) -> None:
    assert max(head.induction for head in measured[0]) > 0.4


def test_the_second_copy_is_predicted(measured: tuple[list[Head], InductionTask]) -> None:
    assert measured[1].first_copy <= 0.02
    assert measured[1].second_copy >= 0.4


def test_unseen_tokens_get_next_to_nothing(model: GPT2LMHeadModel, held_out: np.ndarray, seen: np.ndarray) -> None:
    assert 30_000 < len(seen) < 50_257
    assert unseen_share(model, even_windows(held_out, N_CTX, 8), seen) < 0.01


@pytest.mark.parametrize(
    "text", ["我爱北京天安门", "Привет, как дела?", "😀😀 שלום", "<|endoftext|> and ÿ\u00a0\u200b"]
)
def test_nor_do_they_in_texts_of_a_kind_that_training_never_saw(
    model: GPT2LMHeadModel, seen: np.ndarray, text: str
) -> None:
    ids = np.array([Vocabulary(EMBEDDED / "tokenizer.json").encode(text)])
    assert unseen_share(model, ids, seen) < 0.01


def test_cloze(model: GPT2LMHeadModel) -> None:
    items = read_items(FIXTURES / "cloze.yml")
    assert len(items) == 60
    assert score(answers(items, Vocabulary(EMBEDDED / "tokenizer.json"), gpt2_predictor(model))) >= 0.75


def test_cloze_is_harder_for_the_five_gram(evaluation: dict[str, Any]) -> None:
    assert evaluation["cloze"]["ngram"] <= evaluation["cloze"]["model"] - 0.20


def test_the_stages_of_training_are_there_and_small() -> None:
    folder = EMBEDDED / "training"
    index = json.loads((folder / "index.json").read_text("utf-8"))
    steps = [checkpoint["step"] for checkpoint in index["checkpoints"]]
    assert steps[:5] == [0, 1, 2, 4, 8] and steps == sorted(steps)
    losses = [checkpoint["validation_loss"] for checkpoint in index["checkpoints"]]
    assert losses[0] == pytest.approx(np.log(50_257), abs=0.2)
    assert losses[-1] == min(losses)
    for checkpoint in index["checkpoints"]:
        for prompt, path in checkpoint["traces"].items():
            _, meta = trace_file.read(folder / path)
            assert (meta["level"], meta["prompt"], meta["text"]) == ("brief", prompt, index["prompts"][prompt])
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 2_000_000
