"""Tokens that never occur in the training text: their rows of wte are set, not learned.

They point away from what ln_f puts out, so that together they get next to no probability anywhere.
"""

import math

import numpy as np
import torch
from torch.nn.functional import softplus
from transformers import GPT2LMHeadModel

from glassformer.training.pack import D_VOCAB

RIDGE = 1e-3
ROUNDS = 3


def new_token_share(streams: dict[str, np.ndarray]) -> float:
    """How often more text of this kind has a token that these streams [n_token] have not.

    As often as they have tokens that occur once: the estimate of Good and Turing (doi:10.1093/biomet/40.3-4.237).
    """
    counts = sum(np.bincount(stream, minlength=D_VOCAB) for stream in streams.values())
    return float(np.sum(counts == 1) / np.sum(counts))


def strange(length: int, n_window: int, seed: int = 0) -> np.ndarray:
    """[2 * n_window, length]: tokens of the whole vocabulary, and single bytes, as other scripts give."""
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.integers(0, D_VOCAB, (n_window, length)), rng.integers(0, 256, (n_window, length))])


@torch.no_grad()
def point_away(model: GPT2LMHeadModel, seen: np.ndarray, windows: np.ndarray, share: float) -> None:
    """Set the rows of wte that are not in seen [n_seen]. windows [batch, T]: text, and what readers may type instead.

    One row for all: the one with the least cross-entropy of "an unseen token comes next", whose frequency is `share`,
    over all places of the windows. It is also what the model reads where such a token stands in a text, so it is found
    in some rounds.
    """
    unseen = torch.from_numpy(np.setdiff1d(np.arange(D_VOCAB), seen))
    for _ in range(ROUNDS):
        row = _row_away(model, seen, windows, share)
        model.transformer.wte.weight[unseen] = row.to(model.transformer.wte.weight.dtype)


def _row_away(model: GPT2LMHeadModel, seen: np.ndarray, windows: np.ndarray, share: float) -> torch.Tensor:
    model.eval()
    seen_rows = model.transformer.wte.weight[torch.from_numpy(seen)]
    outputs: list[torch.Tensor] = []
    evens: list[torch.Tensor] = []  # the logit with which the unseen tokens together are as likely as the seen ones
    for window in windows:
        ids = torch.from_numpy(window.astype(np.int64))[None]
        output = model.transformer(input_ids=ids, use_cache=False).last_hidden_state[0].float()  # [T, d_model]
        outputs.append(output)
        evens.append((output @ seen_rows.T).logsumexp(-1) - math.log(D_VOCAB - len(seen)))
    output, even = torch.cat(outputs).double(), torch.cat(evens).double()
    return _cheapest(output, even, share, start=_least_squares(output, even + math.log(share)))


def _least_squares(output: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """The row [d_model] for which output [n, d_model] @ row is y [n] on the whole; single places may be far from it."""
    square = output.T @ output
    square += RIDGE * square.diagonal().mean() * torch.eye(len(square), dtype=torch.double)
    return torch.linalg.solve(square, output.T @ y)


@torch.enable_grad()
def _cheapest(output: torch.Tensor, even: torch.Tensor, share: float, start: torch.Tensor) -> torch.Tensor:
    """The row [d_model] with the least mean cross-entropy, which is convex in it."""
    row = start.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([row], max_iter=200, line_search_fn="strong_wolfe")

    def cost() -> torch.Tensor:
        optimizer.zero_grad()
        odds = output @ row - even  # log odds of unseen against seen
        loss = (softplus(odds) - share * odds).mean()
        loss.backward()
        return loss

    optimizer.step(cost)  # pyright: ignore[reportArgumentType] (its stub asks for a float)
    return row.detach()
