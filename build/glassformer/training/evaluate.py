"""How good the model is on text it never saw: nats per token, bits per byte."""

from collections.abc import Callable

import numpy as np
import torch
from torch.nn.functional import cross_entropy
from transformers import GPT2LMHeadModel


@torch.no_grad()
def window_losses(model: GPT2LMHeadModel, windows: np.ndarray, batch_size: int = 8) -> np.ndarray:
    """[n_window, T] nats of each token given those before it in its window, over the whole vocabulary.

    windows is [n_window, T + 1]; the first token of a window is only read.
    """
    training, device = model.training, model.device
    model.eval()
    losses: list[np.ndarray] = []
    for start in range(0, len(windows), batch_size):
        ids = torch.from_numpy(windows[start : start + batch_size].astype(np.int64)).to(device)
        logits = model(input_ids=ids[:, :-1], use_cache=False).logits.float()  # [batch, T, d_vocab]
        loss = cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), reduction="none")
        losses.append(loss.view(len(ids), -1).cpu().numpy())
    model.train(training)
    return np.concatenate(losses)


def even_windows(stream: np.ndarray, length: int, n_window: int) -> np.ndarray:
    """[<= n_window, length] windows spread evenly over a stream, the same ones each time."""
    n_window = min(n_window, len(stream) // length)
    starts = np.linspace(0, len(stream) - length, n_window).astype(np.int64)
    return np.stack([stream[start : start + length] for start in starts])


def quick_validation(held_out: dict[str, np.ndarray], n_ctx: int, n_window: int) -> Callable[[GPT2LMHeadModel], float]:
    """A function model -> mean nats per token over a few windows of each held-out part, all parts weighing the same."""
    parts = {name: even_windows(stream, n_ctx + 1, n_window) for name, stream in sorted(held_out.items())}

    def validate(model: GPT2LMHeadModel) -> float:
        return float(np.mean([window_losses(model, windows).mean() for windows in parts.values()]))

    return validate
