"""Tokens that never occur in the training text: their rows of wte are set, not learned.

They point away from what ln_f puts out, so that together they get next to no probability anywhere.
"""

import numpy as np
import torch
from transformers import GPT2LMHeadModel

from glassformer.training.pack import D_VOCAB

MARGIN = 20.0  # nats that the logit of one unseen token should lie below the log-sum-exp of the seen ones
RIDGE = 1e-3
ROUNDS = 3


def strange(length: int, n_window: int, seed: int = 0) -> np.ndarray:
    """[2 * n_window, length]: tokens of the whole vocabulary, and single bytes, as other scripts give."""
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.integers(0, D_VOCAB, (n_window, length)), rng.integers(0, 256, (n_window, length))])


@torch.no_grad()
def point_away(model: GPT2LMHeadModel, seen: np.ndarray, windows: np.ndarray) -> None:
    """Set the rows of wte that are not in seen [n_seen]. windows [batch, T]: text, and what readers may type instead.

    One row for all: the least-squares answer to "output of ln_f · row = log-sum-exp of the seen logits - MARGIN". It is
    also what the model reads where such a token stands in a text, so it is found in some rounds.
    """
    unseen = torch.from_numpy(np.setdiff1d(np.arange(D_VOCAB), seen))
    for _ in range(ROUNDS):
        row = _row_away(model, seen, windows)
        model.transformer.wte.weight[unseen] = row.to(model.transformer.wte.weight.dtype)


def _row_away(model: GPT2LMHeadModel, seen: np.ndarray, windows: np.ndarray) -> torch.Tensor:
    model.eval()
    wte = model.transformer.wte.weight
    seen_rows = wte[torch.from_numpy(seen)]
    outputs: list[torch.Tensor] = []
    targets: list[torch.Tensor] = []
    for window in windows:
        ids = torch.from_numpy(window.astype(np.int64))[None]
        output = model.transformer(input_ids=ids, use_cache=False).last_hidden_state[0].float()  # [T, d_model]
        outputs.append(output)
        targets.append((output @ seen_rows.T).logsumexp(-1) - MARGIN)
    H, y = torch.cat(outputs).double(), torch.cat(targets).double()
    square = H.T @ H
    square += RIDGE * square.diagonal().mean() * torch.eye(len(square), dtype=torch.double)
    return torch.linalg.solve(square, H.T @ y)
