"""Facts about one prompt, read from its core trace."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open

from glassformer.directives.digits import percentage, significant
from glassformer.directives.facts_of_heads import FACTS_OF_HEADS
from glassformer.directives.measure import layer_tensors
from glassformer.errors import GlassformerError
from glassformer.schema import METADATA_KEY


def _tensor(core: Path, name: str) -> np.ndarray:
    with safe_open(core, framework="numpy") as trace:
        return trace.get_tensor(name).astype(np.float64)


def _mlp_shares(core: Path) -> np.ndarray:
    """Of each block, what its MLP adds to the last token: its length over the sum of its and the stream's. [layer]"""
    added, before = _tensor(core, "mlp_out_norm")[:, -1], _tensor(core, "resid_mid_norm")[:, -1]
    return added / (added + before)


def _growth(core: Path) -> str:
    """How many times as long as at its start the last token's stream is at its end."""
    return f"{_tensor(core, 'resid_final_norm')[-1] / _tensor(core, 'resid_pre_norm')[0, -1]:.0f}"


def _awake(core: Path) -> str:
    """Of the last block's neurons at the last token, the share whose input is above 0, so that GELU lets it pass."""
    return f"{(layer_tensors(core, 'mlp_pre')[-1, -1] > 0).mean():.0%}"


def _metadata(core: Path) -> dict[str, Any]:
    with safe_open(core, framework="numpy") as trace:
        return json.loads(trace.metadata()[METADATA_KEY])


def _token(rank: int) -> Callable[[Path], str]:
    """The token of this rank after the last position, its spaces visible as in the figures."""

    def token(core: Path) -> str:
        text = _metadata(core)["strings"][str(int(_tensor(core, "top_ids")[rank]))]
        return text.replace(" ", "·").replace("\n", "↵")

    return token


def _probability(rank: int) -> Callable[[Path], str]:
    return lambda core: percentage(float(np.exp(_tensor(core, "top_log_probs")[rank])))


def _best_ten(core: Path) -> str:
    return percentage(float(np.exp(_tensor(core, "top_log_probs")[:10]).sum()))


def filtered_best(core: Path, temperature: float = 0.8, top_k: int = 5) -> str:
    """The best token's probability after temperature and top-k: a softmax over what is left."""
    scaled = _tensor(core, "top_log_probs")[:top_k] / temperature
    return percentage(float(np.exp(scaled[0]) / np.exp(scaled).sum()))


def heated_best(core: Path, temperature: float) -> str:
    """The best token's probability at a temperature, over the whole vocabulary."""
    scaled = _tensor(core, "log_probs") / temperature
    return percentage(float(np.exp(scaled.max()) / np.exp(scaled).sum()))


def entropy(core: Path) -> float:
    """Nats, over the whole vocabulary, after the last position."""
    log_probs = _tensor(core, "log_probs")
    return float(-(np.exp(log_probs) * log_probs).sum())


def _repeated(core: Path) -> np.ndarray:
    """Which steps to the next token the text has taken before: the same two tokens, one after the other. [next]"""
    tokens = _tensor(core, "tokens").astype(int).tolist()
    steps = list(pairwise(tokens))
    return np.array([step in steps[:place] for place, step in enumerate(steps)])


def _surprise(*, repeated: bool) -> Callable[[Path], str]:
    """Mean surprise at the next token, in nats, over the steps that the text takes again, or over the others.

    Raises GlassformerError where there is none.
    """

    def surprise(core: Path) -> str:
        steps = _repeated(core) == repeated
        if not steps.any():
            raise GlassformerError("this fact needs a prompt that takes a step from token to token twice")
        return f"{-_tensor(core, 'next_log_prob')[steps].mean():.2f}"

    return surprise


def _lens_ranks(core: Path) -> np.ndarray:
    """The rank that the final best token has in each layer of the logit lens, from 1. [lens_layer]"""
    return _tensor(core, "lens_tracked_ranks")[:, -1, 0].astype(int) + 1


def _settled(core: Path) -> str:
    """The block after which the final best token is the best, and stays it; block 0 where it was so before."""
    behind = np.flatnonzero(_lens_ranks(core) > 1)
    return str(int(behind[-1]) if len(behind) else 0)


PROMPT_FACTS: Mapping[str, Callable[[Path], str]] = {
    "text": lambda core: _metadata(core)["text"],
    "n_token": lambda core: str(len(_tensor(core, "tokens"))),
    **FACTS_OF_HEADS,
    "mlp_block": lambda core: str(_mlp_shares(core).argmax()),
    "mlp_block_weakest": lambda core: str(_mlp_shares(core).argmin()),
    "awake_neurons": _awake,
    "best": _token(0),
    "second": _token(1),
    "best_probability": _probability(0),
    "second_probability": _probability(1),
    "best_ten": _best_ten,
    "filtered_best": filtered_best,
    "cooled_best": lambda core: heated_best(core, 0.5),
    "entropy": lambda core: f"{entropy(core):.2f}",
    "choices": lambda core: significant(float(np.exp(entropy(core)))),  # equally probable tokens of the same entropy
    "guessed": lambda core: str(int((_tensor(core, "next_rank") == 0).sum())),
    "guesses": lambda core: str(len(_tensor(core, "next_rank"))),
    "surprise_new": _surprise(repeated=False),
    "surprise_repeated": _surprise(repeated=True),
    "norm_first": lambda core: significant(float(_tensor(core, "resid_pre_norm")[0, -1])),
    "norm_last": lambda core: significant(float(_tensor(core, "resid_final_norm")[-1])),
    "norm_growth": _growth,
    "lens_first_rank": lambda core: f"{_lens_ranks(core)[0]:,}",
    "lens_settled_block": _settled,
}
