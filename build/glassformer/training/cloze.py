"""Sentences with the last token left out: how many does a model complete?"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import yaml
from transformers import GPT2LMHeadModel

from glassformer.errors import GlassformerError
from glassformer.vocabulary import Vocabulary

TOP = 5


@dataclass(frozen=True)
class Item:
    """A text and the next tokens that count as right."""

    kind: str
    text: str
    accept: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """The five most probable next tokens of an item, best first, and whether one of them is accepted."""

    item: Item
    top: tuple[str, ...]
    right: bool


# [n_token] ids -> [d_vocab] scores of the next token, larger is more probable.
Predictor = Callable[[np.ndarray], np.ndarray]


def read_items(path: Path) -> list[Item]:
    """The items of a YAML file. Raises GlassformerError for an item without an answer."""
    items = [Item(row["kind"], row["text"], tuple(row["accept"])) for row in yaml.safe_load(path.read_text("utf-8"))]
    for item in items:
        if not item.accept:
            raise GlassformerError(f"{path}: {item.text!r} accepts nothing; give at least one next token")
    return items


def answers(items: list[Item], vocabulary: Vocabulary, predict: Predictor) -> list[Answer]:
    """What a model answers. An accepted answer must be one token, or it could never be right."""
    results: list[Answer] = []
    for item in items:
        for text in item.accept:
            if len(vocabulary.encode(text)) != 1:
                raise GlassformerError(f"cloze item {item.text!r}: {text!r} is not one token")
        scores = predict(np.array(vocabulary.encode(item.text)))
        top = tuple(vocabulary.display(int(token)) for token in np.argsort(-scores, kind="stable")[:TOP])
        results.append(Answer(item, top, not set(top).isdisjoint(item.accept)))
    return results


def score(results: list[Answer]) -> float:
    """The share of items answered right."""
    return sum(answer.right for answer in results) / len(results)


def gpt2_predictor(model: GPT2LMHeadModel) -> Predictor:
    """The logits after the last token."""

    @torch.no_grad()
    def predict(ids: np.ndarray) -> np.ndarray:
        model.eval()
        return model(input_ids=torch.from_numpy(ids.astype(np.int64))[None], use_cache=False).logits[0, -1].numpy()

    return predict
