"""The same prediction without one part of the model at a time: each head, each MLP, the positions, the causal mask."""

from __future__ import annotations

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
    return config.removals() <= MOST_PARTS


def removals(config: ModelConfig) -> dict[str, Switches]:
    """What is removed (``head 2.0`` is head 0 of block 2) and its switches, in the contract's order of *removal*."""
    whole, layers = Switches.neutral(config), range(config.n_layer)
    return {
        **{
            f"head {layer}.{head}": whole.with_head(layer, head, 0) for layer in layers for head in range(config.n_head)
        },
        **{f"mlp {layer}": whole.with_mlp(layer, 0) for layer in layers},
        "positions": replace(whole, pos_embed_scale=0.0),
        "mask": replace(whole, causal=0.0),
    }


def ablations(runner: GraphRunner, traced: Trace) -> trace_file.Tensors:
    """The tensors of the level *ablation* of one text."""
    runs = (runner.run(traced.ids, ["logits"], switches=switches) for switches in removals(runner.config).values())
    without = log_probs(np.stack([run["logits"][0] for run in runs]))  # [removal, vocab]
    compared = top(traced.logits[None], BRIEF_TOP)[0]
    return {
        "kl": np.maximum(divergence(log_probs(traced.logits[None]), without), 0).astype(np.float32),
        "compared_ids": compared.astype(np.int32),
        "compared_log_probs": without[:, compared].astype(np.float32),
        "best_ids": top(without, 1)[:, 0].astype(np.int32),
    }
