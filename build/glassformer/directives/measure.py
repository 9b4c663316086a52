"""Heads named for what they were measured to do, on one prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors import safe_open

from glassformer.errors import GlassformerError

Weights = np.ndarray  # [layer, head, query, key]
Tokens = np.ndarray  # [token]


def _induction(pattern: Weights, tokens: Tokens) -> np.ndarray:
    """Weight on what followed the same token earlier, over the queries whose token stood there before.

    Raises GlassformerError where no token comes twice.
    """
    earlier = np.tril(tokens[:, None] == tokens[None, :], -1)  # [query, key]: the same token, before
    followed = np.roll(earlier, 1, axis=1)  # one further; the last column is masked, so nothing wraps around
    repeats = earlier.any(1)
    if not repeats.any():
        raise GlassformerError("head 'induction' needs a prompt in which a token comes twice")
    return (pattern * followed).sum(-1)[..., repeats].mean(-1)


# Mean weight over the queries from the third token on, where first, previous and own token differ: [layer, head].
HEAD_TYPES: Mapping[str, Callable[[Weights, Tokens], np.ndarray]] = {
    "previous-token": lambda pattern, tokens: np.diagonal(pattern, -1, 2, 3)[..., 1:].mean(-1),
    "first-token": lambda pattern, tokens: pattern[:, :, 2:, 0].mean(-1),
    "self": lambda pattern, tokens: np.diagonal(pattern, 0, 2, 3)[..., 2:].mean(-1),
    "induction": _induction,
}


class MeasuredHead(NamedTuple):
    """A head and its mean weight of the type that was asked for."""

    block: int
    head: int
    mean: float


def attention_pattern(core: Path) -> Weights:
    """The attention weights of one prompt's core trace."""
    return _tensor(core, "pattern").astype(np.float32)


def head_means(head_type: str, core: Path) -> np.ndarray:
    """The mean weight of this type of every head: [layer, head]. Raises GlassformerError as `strongest_head` does."""
    return HEAD_TYPES[head_type](attention_pattern(core), _tensor(core, "tokens"))


def strongest_head(head_type: str, core: Path, block: int | None = None) -> MeasuredHead:
    """The head with the highest mean weight of this type, within one block if it is given.

    Raises GlassformerError for a text of fewer than three tokens, and for one that cannot show an induction head.
    """
    pattern = attention_pattern(core)
    if pattern.shape[-1] < 3:
        raise GlassformerError(
            f"head {head_type!r} needs a prompt of at least 3 tokens; this one has {pattern.shape[-1]}"
        )
    mean = head_means(head_type, core)
    layer, head = np.unravel_index(mean.argmax(), mean.shape) if block is None else (block, mean[block].argmax())
    return MeasuredHead(int(layer), int(head), float(mean[layer, head]))


def layer_tensors(core: Path, name: str) -> np.ndarray:
    """One tensor of every block's detail, stacked: [layer, ...]."""
    return np.stack([_tensor(path, name) for path in sorted(core.parent.glob("layer-*.safetensors"))])


def heads_like(head_type: str, core: Path, block: int, share: float = 0.8) -> list[int]:
    """The heads of a block whose mean weight of this type is the highest, or nearly so: at least this share of it.

    Raises GlassformerError as `strongest_head` does.
    """
    mean = head_means(head_type, core)[block]
    return np.flatnonzero(mean >= share * mean.max()).tolist()


def _tensor(core: Path, name: str) -> np.ndarray:
    with safe_open(core, framework="numpy") as trace:
        return trace.get_tensor(name)
