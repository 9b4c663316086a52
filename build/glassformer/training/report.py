"""The numbers of the model card: losses by part against the 5-gram, heads, induction, cloze, unseen tokens."""

import math
from dataclasses import asdict, dataclass

import numpy as np
import torch
from transformers import GPT2LMHeadModel

from glassformer.training.evaluate import even_windows, window_losses
from glassformer.training.ngram import KneserNey
from glassformer.training.pack import D_VOCAB, END_OF_TEXT
from glassformer.vocabulary import Vocabulary


@dataclass(frozen=True)
class PartLoss:
    """Losses on one held-out part. Both models predict the same tokens; the GPT-2 reads a window of its context."""

    part: str
    tokens: int
    nats_per_token: float
    bits_per_byte: float
    ngram_nats_per_token: float
    ngram_bits_per_byte: float


def token_bytes(vocabulary: Vocabulary) -> np.ndarray:
    """[d_vocab]: how many bytes of text each token stands for; `<|endoftext|>` stands for none."""
    sizes = np.array([len(vocabulary.token_bytes(token)) for token in range(D_VOCAB)])
    sizes[END_OF_TEXT] = 0
    return sizes


def losses(
    model: GPT2LMHeadModel, ngram: KneserNey, held_out: dict[str, np.ndarray], sizes: np.ndarray, n_window: int
) -> list[PartLoss]:
    """Nats per token and bits per byte of each held-out part, over windows spread evenly over it."""
    length = model.config.n_positions + 1
    parts: list[PartLoss] = []
    for part, stream in sorted(held_out.items()):
        windows = even_windows(stream, length, n_window)
        ours = window_losses(model, windows).sum()
        # The n-gram looks at four tokens: it may look back over the start of a window, the GPT-2 may not.
        theirs = -np.log(ngram.probabilities(stream))
        theirs = even_windows(theirs, length, n_window)[:, 1:].sum()
        targets = windows[:, 1:]
        n_token, n_byte = targets.size, int(sizes[targets].sum())
        parts.append(
            PartLoss(
                part,
                n_token,
                float(ours / n_token),
                float(ours / math.log(2) / n_byte),
                float(theirs / n_token),
                float(theirs / math.log(2) / n_byte),
            )
        )
    return parts


def total(parts: list[PartLoss], sizes: dict[str, int]) -> dict[str, float]:
    """Means over the parts, weighted by `sizes` (their tokens), and how much lower ours is than the 5-gram's."""
    weights = [sizes[part.part] for part in parts]
    ours = float(np.average([part.nats_per_token for part in parts], weights=weights))
    theirs = float(np.average([part.ngram_nats_per_token for part in parts], weights=weights))
    return {"nats_per_token": ours, "ngram_nats_per_token": theirs, "lower_by": 1 - ours / theirs}


@torch.no_grad()
def unseen_share(model: GPT2LMHeadModel, windows: np.ndarray, seen: np.ndarray) -> float:
    """The probability that all unseen tokens get together, mean over the places of windows [batch, T]."""
    unseen = torch.from_numpy(np.setdiff1d(np.arange(D_VOCAB), seen))
    shares: list[float] = []
    for window in windows:
        logits = model(input_ids=torch.from_numpy(window.astype(np.int64))[None], use_cache=False).logits[0].float()
        shares.append(float(logits.softmax(-1)[:, unseen].sum(-1).mean()))
    return float(np.mean(shares))


def rounded(value: object, digits: int = 4) -> object:
    """Floats rounded at every depth, so that the file reads well."""
    if isinstance(value, float):
        return round(value, digits)
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item, digits) for item in value]
    return value


def rows(parts: list[PartLoss]) -> list[dict[str, object]]:
    """The table as plain data."""
    return [asdict(part) for part in parts]
