"""A checkpoint's weights under TransformerLens's names, stacked over layers and cut into heads.

Hugging Face keeps W_Q, W_K and W_V side by side in one matrix ``c_attn``, and the heads side by side in each. Here
``x @ W_Q[layer, head] + b_Q[layer, head]`` is a head's query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from glassformer.checkpoint import Checkpoint
from glassformer.named_tensors import NamedTensor

Floats = NDArray[np.float32]
Cut = Callable[[Checkpoint, Floats], Floats]


def _head_columns(part: int) -> Cut:
    """Columns of ``c_attn`` ``[D, 3D]`` or its bias ``[3D]`` -> ``[head, D, d_head]`` or ``[head, d_head]``."""

    def cut(checkpoint: Checkpoint, stored: Floats) -> Floats:
        config = checkpoint.config
        parted = stored.reshape(*stored.shape[:-1], 3, config.n_head, config.d_head)
        return np.moveaxis(parted[..., part, :, :], -2, 0)

    return cut


def _head_rows(checkpoint: Checkpoint, stored: Floats) -> Floats:
    return stored.reshape(checkpoint.config.n_head, checkpoint.config.d_head, -1)  # [D, D] -> [H, E, D]


def _whole(checkpoint: Checkpoint, stored: Floats) -> Floats:
    return stored


# name, the tensor of a block that holds it, dims, how it is cut out of that, meaning
LAYERS: tuple[tuple[str, str, str, Cut, str], ...] = (
    ("ln_1_weight", "ln_1.weight", "layer d_model", _whole, "scale of ln_1"),
    ("ln_1_bias", "ln_1.bias", "layer d_model", _whole, "shift of ln_1"),
    ("W_Q", "attn.c_attn.weight", "layer head d_model d_head", _head_columns(0), "makes queries"),
    ("W_K", "attn.c_attn.weight", "layer head d_model d_head", _head_columns(1), "makes keys"),
    ("W_V", "attn.c_attn.weight", "layer head d_model d_head", _head_columns(2), "makes values"),
    ("b_Q", "attn.c_attn.bias", "layer head d_head", _head_columns(0), "bias of queries"),
    ("b_K", "attn.c_attn.bias", "layer head d_head", _head_columns(1), "bias of keys"),
    ("b_V", "attn.c_attn.bias", "layer head d_head", _head_columns(2), "bias of values"),
    ("W_O", "attn.c_proj.weight", "layer head d_head d_model", _head_rows, "writes z to the residual stream"),
    ("b_O", "attn.c_proj.bias", "layer d_model", _whole, "bias of what attention adds"),
    ("ln_2_weight", "ln_2.weight", "layer d_model", _whole, "scale of ln_2"),
    ("ln_2_bias", "ln_2.bias", "layer d_model", _whole, "shift of ln_2"),
    ("W_in", "mlp.c_fc.weight", "layer d_model d_mlp", _whole, "makes neurons active"),
    ("b_in", "mlp.c_fc.bias", "layer d_mlp", _whole, "bias of neurons"),
    ("W_out", "mlp.c_proj.weight", "layer d_mlp d_model", _whole, "writes neurons to the residual stream"),
    ("b_out", "mlp.c_proj.bias", "layer d_model", _whole, "bias of what the MLP adds"),
)


def named_weights(checkpoint: Checkpoint) -> Iterator[NamedTensor]:
    """Every weight of a checkpoint, in float32. Where the unembedding is tied, W_U is a view of W_E."""
    weights = checkpoint.weights
    unembedding = weights.get("lm_head.weight", weights["wte.weight"])
    yield _named("W_E", "vocab d_model", weights["wte.weight"], "embedding of each token: wte")
    yield _named("W_pos", "position d_model", weights["wpe.weight"], "embedding of each position: wpe")
    for name, stored, dims, cut, meaning in LAYERS:
        of_blocks = [cut(checkpoint, weights[f"h.{layer}.{stored}"]) for layer in range(checkpoint.config.n_layer)]
        yield _named(name, dims, np.stack(of_blocks), meaning)
    yield _named("ln_f_weight", "d_model", weights["ln_f.weight"], "scale of ln_f")
    yield _named("ln_f_bias", "d_model", weights["ln_f.bias"], "shift of ln_f")
    yield _named("W_U", "d_model vocab", unembedding.T, "unembedding: logits = ln_f's output @ W_U")


def _named(name: str, dims: str, data: Floats, meaning: str) -> NamedTensor:
    return NamedTensor(name, tuple(dims.split()), data, "weight", meaning)
