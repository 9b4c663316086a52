"""What each head was measured to do: attend to the previous token, to position 0, or after an earlier occurrence."""

from dataclasses import asdict, dataclass

import numpy as np
import torch
from transformers import GPT2LMHeadModel

REPEAT_LENGTH = 64
N_RANDOM = 32


@dataclass(frozen=True)
class Head:
    """Scores of one head, means over positions and windows; blocks and heads are counted from 0."""

    block: int
    head: int
    previous_token: float  # weight on the token before, held-out text
    induction: float  # weight on the token after the earlier occurrence, random tokens given twice
    first_position: float  # weight on position 0, held-out text
    entropy: float  # of the weights, in nats, held-out text


@dataclass(frozen=True)
class InductionTask:
    """Top-1 accuracy on sequences of random tokens given twice."""

    first_copy: float
    second_copy: float


@torch.no_grad()
def patterns(model: GPT2LMHeadModel, ids: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """(attention [n_layer, batch, n_head, T, T], logits [batch, T, d_vocab]) of ids [batch, T]."""
    model.set_attn_implementation("eager")  # the only one that returns its weights
    model.eval()
    output = model(input_ids=torch.from_numpy(ids.astype(np.int64)), output_attentions=True, use_cache=False)
    model.set_attn_implementation("sdpa")
    return torch.stack(output.attentions).float(), output.logits.float()


def random_twice(seen: np.ndarray, seed: int = 0) -> np.ndarray:
    """[N_RANDOM, 2 * REPEAT_LENGTH]: tokens drawn uniformly from `seen`, then the same again."""
    once = np.random.default_rng(seed).choice(seen, (N_RANDOM, REPEAT_LENGTH))
    return np.concatenate([once, once], axis=1)


def measure(model: GPT2LMHeadModel, windows: np.ndarray, seen: np.ndarray) -> tuple[list[Head], InductionTask]:
    """Scores of every head. windows [batch, T] is held-out text, seen [n_seen] the ids that training saw."""
    text, _ = patterns(model, windows)
    previous = text.diagonal(offset=-1, dim1=-2, dim2=-1).mean((1, 3))  # [n_layer, n_head]
    first = text[..., 1:, 0].mean((1, 3))
    entropy = -(text * text.clamp_min(1e-12).log()).sum(-1)[..., 1:].mean((1, 3))
    twice = random_twice(seen)
    repeated, logits = patterns(model, twice)
    # The second copy's token t stood at t - REPEAT_LENGTH before: the token after that one is what comes next.
    after = repeated.diagonal(offset=1 - REPEAT_LENGTH, dim1=-2, dim2=-1)  # [n_layer, batch, n_head, T - offset]
    induction = after[..., 1:].mean((1, 3))
    hit = logits.argmax(-1)[:, :-1].numpy() == twice[:, 1:]  # [batch, T - 1]
    # Place t predicts token t + 1. The second copy's first token cannot be known.
    task = InductionTask(float(hit[:, : REPEAT_LENGTH - 1].mean()), float(hit[:, REPEAT_LENGTH:].mean()))
    n_layer, n_head = previous.shape
    heads = [
        Head(i, j, float(previous[i, j]), float(induction[i, j]), float(first[i, j]), float(entropy[i, j]))
        for i in range(n_layer)
        for j in range(n_head)
    ]
    return heads, task


def as_rows(heads: list[Head]) -> list[dict[str, float | int]]:
    """The table as plain rows, scores rounded to four digits."""
    return [{name: round(value, 4) for name, value in asdict(head).items()} for head in heads]
