"""The same prediction without one part of the model at a time: each head, each MLP, the positions, the causal mask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from glassformer import trace_file
from glassformer.config import ModelConfig
from glassformer.fidelity import divergence, log_probs
from glassformer.runner import GraphRunner, Switches
from glassformer.schema import BRIEF_TOP
from glassformer.trace import Trace, top

MOST_PARTS = 64  # a text runs once a part: of larger models the reader's live model shows one part at a time


def can_be_stored(config: ModelConfig) -> bool:
    """Whether a model has few enough parts to run every text without each of them."""
    return config.n_layer * (config.n_head + 1) + 2 <= MOST_PARTS


def removals(config: ModelConfig) -> Iterator[Switches]:
    """The switches of each removal, in the order of the contract's dimension *removal*."""
    whole = Switches.neutral(config)
    yield from (whole.with_head(layer, head, 0) for layer in range(config.n_layer) for head in range(config.n_head))
    yield from (whole.with_mlp(layer, 0) for layer in range(config.n_layer))
    yield replace(whole, pos_embed_scale=0.0)
    yield replace(whole, causal=0.0)


def names(config: ModelConfig) -> list[str]:
    """What is removed, in the same order: ``head 2.0`` is head 0 of block 2."""
    heads = [f"head {layer}.{head}" for layer in range(config.n_layer) for head in range(config.n_head)]
    return [*heads, *(f"mlp {layer}" for layer in range(config.n_layer)), "positions", "mask"]


def ablations(runner: GraphRunner, traced: Trace) -> trace_file.Tensors:
    """The tensors of the level *ablation* of one text."""
    runs = (runner.run(traced.ids, ["logits"], switches=switches) for switches in removals(runner.config))
    without = log_probs(np.stack([run["logits"][0] for run in runs]))  # [removal, vocab]
    compared = top(traced.logits[None], BRIEF_TOP)[0]
    return {
        "kl": np.maximum(divergence(log_probs(traced.logits[None]), without), 0).astype(np.float32),
        "compared_ids": compared.astype(np.int32),
        "compared_log_probs": without[:, compared].astype(np.float32),
        "best_ids": top(without, 1)[:, 0].astype(np.int32),
    }
