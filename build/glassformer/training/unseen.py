"""Tokens that never occur in the training text: their rows of wte are set, not learned.

They point against the mean output of ln_f, so that together they get next to no probability anywhere.
"""

from pathlib import Path

import numpy as np
import torch
from transformers import GPT2LMHeadModel

from glassformer.files import write_atomically
from glassformer.training.pack import D_VOCAB

SEEN_FILE = "seen_tokens.bin"
UNSEEN_LOGIT = -12.0  # where the mean ln_f output stands; seen tokens' log-sum-exp lies far above


@torch.no_grad()
def mean_output(model: GPT2LMHeadModel, windows: np.ndarray) -> torch.Tensor:
    """[d_model]: the mean output of ln_f over windows [batch, T]."""
    model.eval()
    hidden = model.transformer(input_ids=torch.from_numpy(windows.astype(np.int64)), use_cache=False).last_hidden_state
    return hidden.float().mean((0, 1))


@torch.no_grad()
def point_away(model: GPT2LMHeadModel, seen: np.ndarray, windows: np.ndarray) -> None:
    """Set the rows of wte that are not in seen [n_seen]. windows [batch, T] is training text."""
    mean = mean_output(model, windows)
    unseen = np.setdiff1d(np.arange(D_VOCAB), seen)
    row = UNSEEN_LOGIT * mean / mean.square().sum()
    model.transformer.wte.weight[torch.from_numpy(unseen)] = row


def save_seen(path: Path, seen: np.ndarray) -> None:
    """Write the seen ids as a bit set: token `id` is bit `id % 8`, from the lowest, of byte `id // 8`."""
    bits = np.zeros(D_VOCAB, dtype=np.uint8)
    bits[seen] = 1
    write_atomically(path, np.packbits(bits, bitorder="little").tobytes())


def load_seen(path: Path) -> np.ndarray:
    """[n_seen] int64: the ids that save_seen wrote."""
    bits = np.unpackbits(np.frombuffer(path.read_bytes(), dtype=np.uint8), count=D_VOCAB, bitorder="little")
    return np.flatnonzero(bits)
