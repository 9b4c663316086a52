"""Facts that follow from a model's shape."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from glassformer.config import ModelConfig
from glassformer.directives.digits import significant

FP32_BYTES = 4


def _attention(config: ModelConfig) -> int:
    """Weights of a block's attention: W_Q, W_K, W_V, W_O and their biases."""
    return 4 * config.d_model * (config.d_model + 1)


def _mlp(config: ModelConfig) -> int:
    """Weights of a block's MLP: both matrices and their biases."""
    return 2 * config.d_model * config.d_mlp + config.d_mlp + config.d_model


def _wte_share(config: ModelConfig) -> float:
    return config.d_vocab * config.d_model / config.parameters()


MODEL_FACTS: Mapping[str, Callable[[ModelConfig], str]] = {
    **{name: lambda config, name=name: f"{config.as_json()[name]:,}" for name in
       ("n_layer", "n_head", "d_model", "d_head", "d_mlp", "d_vocab", "n_ctx")},
    "heads": lambda config: f"{config.n_layer * config.n_head:,}",
    "removals": lambda config: f"{config.removals():,}",
    "neurons": lambda config: f"{config.n_layer * config.d_mlp:,}",
    "additions": lambda config: f"{2 * config.n_layer:,}",  # what is added to the residual stream
    "layernorms": lambda config: f"{2 * config.n_layer + 1:,}",
    "middle_block": lambda config: str(config.n_layer // 2),
    "last_block": lambda config: str(config.n_layer - 1),
    "last_head": lambda config: str(config.n_head - 1),
    "last_position": lambda config: f"{config.n_ctx - 1:,}",
    "last_token_id": lambda config: f"{config.d_vocab - 1:,}",
    "sqrt_d_head": lambda config: f"{math.sqrt(config.d_head):.2f}",
    "mlp_factor": lambda config: f"{config.d_mlp / config.d_model:g}",
    "parameters": lambda config: f"{config.parameters():,}",
    "parameters_millions": lambda config: f"{config.parameters() / 1e6:.1f} million",
    "parameters_wte": lambda config: f"{config.d_vocab * config.d_model:,}",
    "parameters_wpe": lambda config: f"{config.n_ctx * config.d_model:,}",
    "parameters_attention": lambda config: f"{_attention(config):,}",
    "parameters_mlp": lambda config: f"{_mlp(config):,}",
    "wte_share": lambda config: f"{_wte_share(config):.0%}",
    "cache_numbers": lambda config: f"{2 * config.n_layer * config.d_model:,}",  # keys and values of one token
    "cache_bytes": lambda config: f"{2 * config.n_layer * config.d_model * FP32_BYTES:,}",
    "fp32_megabytes": lambda config: f"{significant(config.parameters() * FP32_BYTES / 1e6)} MB",
    "uniform_loss": lambda config: f"{math.log(config.d_vocab):.2f}",  # of a model that finds all tokens equal
}  # fmt: skip
