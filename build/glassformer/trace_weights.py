"""The rows and columns of a checkpoint that the worked examples of one prompt need.

With them a reader can follow x · W + b down to its single products without loading the model. The contract says what
each tensor is; sums over the float32 ones give the traced values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassformer.config import ModelConfig
from glassformer.schema import (
    NEIGHBOURS,
    NEURON_TOKENS,
    NEURONS,
    OUTPUTS,
    UNEMBEDDED,
    WPE_COLUMNS,
    WPE_COMPONENTS,
    Level,
    fields,
)
from glassformer.trace import Trace, encode, top
from glassformer.trace_file import Tensors
from glassformer.vocabulary import Vocabulary

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class WorkedWeights:
    """What one prompt keeps: tensors of the level *weights*, and of *layer_weights* for each block."""

    whole: Tensors
    layers: list[Tensors]


def files(trace: Trace, worked: WorkedWeights, vocabulary: Vocabulary, meta: dict[str, Any]) -> dict[str, bytes]:
    """The files by name: weights.safetensors and weights-00.safetensors ...; ``meta`` as in `trace.files`."""
    contents = {"weights.safetensors": encode(trace, worked.whole, "weights", None, vocabulary, meta)}
    for layer, tensors in enumerate(worked.layers):
        name = f"weights-{layer:02d}.safetensors"
        contents[name] = encode(trace, tensors, "layer_weights", layer, vocabulary, meta)
    return contents


class WeightsPicker:
    """A checkpoint's weights, and what all its prompts share: computed once."""

    def __init__(self, config: ModelConfig, weights: Mapping[str, Floats], seen: NDArray[np.int64] | None = None):
        """``weights`` as in `Checkpoint.weights`; ``seen``: the ids that training saw, all where it is None."""
        self.config, self._weights = config, weights
        self._wte = weights["wte.weight"]  # [d_vocab, d_model]
        self._unembedding = weights.get("lm_head.weight", self._wte)  # [d_vocab, d_model]
        self._seen = seen
        self._tokens = np.arange(config.d_vocab) if seen is None else seen
        self._lengths = np.maximum(np.linalg.norm(self._wte, axis=-1), np.finfo(np.float32).tiny)  # [d_vocab]
        self._positions = _positions(weights["wpe.weight"])

    def pick(self, trace: Trace) -> WorkedWeights:
        """The weights that ``trace``'s worked examples need."""
        length, best = len(trace.ids), trace.core["top_ids"][:UNEMBEDDED]
        whole: Tensors = {
            "embed": self._wte[trace.ids],
            "pos_embed": self._weights["wpe.weight"][:length],
            "unembed_ids": best,
            "unembed": self._unembedding[best],
            "ln_f_weight": self._weights["ln_f.weight"],
            "ln_f_bias": self._weights["ln_f.bias"],
            **self._neighbours(trace.ids),
            **self._positions,
        }
        layers = [self._layer(layer, traced) for layer, traced in enumerate(trace.layers)]
        return WorkedWeights(_typed(whole, "weights"), [_typed(tensors, "layer_weights") for tensors in layers])

    def _neighbours(self, ids: list[int]) -> Tensors:
        products = self._wte[ids] @ self._wte.T  # [token, d_vocab]
        cosines: Floats = products / (self._lengths[ids][:, None] * self._lengths)
        cosines[np.arange(len(ids)), ids] = -np.inf  # a token is no neighbour of itself
        known = self._of_seen(cosines)
        nearest = top(known, NEIGHBOURS)
        return {"neighbour_ids": self._tokens[nearest], "neighbour_cosines": np.take_along_axis(known, nearest, -1)}

    def _layer(self, layer: int, traced: Tensors) -> Tensors:
        return {
            **self._layer_norm(layer, "ln_1"),
            **self._projections(layer, traced),
            **self._output(layer, traced),
            **self._layer_norm(layer, "ln_2"),
            **self._neurons(layer, traced),
        }

    def _layer_norm(self, layer: int, name: str) -> Tensors:
        return {f"{name}_{part}": self._of(layer, f"{name}.{part}") for part in ("weight", "bias")}

    def _projections(self, layer: int, traced: Tensors) -> Tensors:
        """For each head the column of W_Q, W_K and W_V behind the largest number of its last query, key and value."""
        heads, width = self.config.n_head, self.config.d_head
        weight, bias = self._of(layer, "attn.c_attn.weight"), self._of(layer, "attn.c_attn.bias")  # [D, 3D], [3D]
        picked: Tensors = {}
        for part, name in enumerate("qkv"):
            dims = np.abs(traced[name][:, -1]).argmax(-1)  # [head]
            columns = part * heads * width + np.arange(heads) * width + dims
            letter = name.upper()
            picked |= {f"{name}_dim": dims, f"W_{letter}": weight[:, columns].T, f"b_{letter}": bias[columns]}
        return picked

    def _output(self, layer: int, traced: Tensors) -> Tensors:
        """The columns of W_O behind the largest numbers that attention adds at the last position."""
        dims = top(np.abs(traced["attn_out"][-1:]), OUTPUTS)[0]
        columns = self._of(layer, "attn.c_proj.weight")[:, dims].T  # [output, D]
        by_head = columns.reshape(len(dims), self.config.n_head, self.config.d_head)
        return {"attn_out_dims": dims, "W_O": by_head, "b_O": self._of(layer, "attn.c_proj.bias")[dims]}

    def _neurons(self, layer: int, traced: Tensors) -> Tensors:
        """The most active neurons, and the tokens whose logits they move."""
        ids = top(gelu(traced["mlp_pre"][-1:]), NEURONS)[0]
        rows = self._of(layer, "mlp.c_proj.weight")[ids]  # [neuron, D]
        moved = self._of_seen(self._direct_logits(rows))  # [neuron, seen token]
        towards, against = top(moved, NEURON_TOKENS), top(-moved, NEURON_TOKENS)
        return {
            "neuron_ids": ids,
            "W_in": self._of(layer, "mlp.c_fc.weight")[:, ids].T,
            "b_in": self._of(layer, "mlp.c_fc.bias")[ids],
            "W_out": rows,
            "towards_ids": self._tokens[towards],
            "towards_logits": np.take_along_axis(moved, towards, -1),
            "against_ids": self._tokens[against],
            "against_logits": np.take_along_axis(moved, against, -1),
            "mean_logit": moved.mean(-1),
        }

    def _direct_logits(self, rows: Floats) -> Floats:
        """What vectors ``[n, D]`` of the residual stream add to all logits, if ln_f divided by 1: ``[n, d_vocab]``.

        ln_f takes the mean away and scales; its division by ln_final_scale depends on the position. This is the direct
        logit attribution of Elhage et al. (2021), "A Mathematical Framework for Transformer Circuits".
        """
        centred = rows - rows.mean(-1, keepdims=True)
        return (centred * self._weights["ln_f.weight"]) @ self._unembedding.T

    def _of_seen(self, values: Floats) -> Floats:
        """Columns ``[n, d_vocab]`` of the tokens that training saw; all of them, uncopied, where that is not known."""
        return values if self._seen is None else values[:, self._seen]

    def _of(self, layer: int, name: str) -> Floats:
        return self._weights[f"h.{layer}.{name}"]


def gelu(x: Floats) -> Floats:
    """The tanh form of GELU, as GPT-2 computes it (Hendrycks and Gimpel 2016, equation 2)."""
    return x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def _positions(wpe: Floats) -> Tensors:
    """Pictures of the position embedding ``[n_ctx, D]``: its most varying dimensions, its principal components."""
    centred = wpe.astype(np.float64) - wpe.mean(0)
    covariance = centred.T @ centred / len(centred)  # [D, D]
    columns = top(covariance.diagonal()[None], WPE_COLUMNS)[0]
    variances, vectors = np.linalg.eigh(covariance)  # ascending
    axes = vectors.T[::-1][:WPE_COMPONENTS]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(-1, keepdims=True), -1)
    axes = axes * np.sign(largest)  # an axis has no direction of its own: its largest number is made positive
    return {
        "wpe_column_ids": columns,
        "wpe_columns": wpe[:, columns],
        "wpe_components": centred @ axes.T,
        "wpe_variance": variances[::-1][:WPE_COMPONENTS] / max(variances.sum(), np.finfo(np.float64).tiny),
    }


def _typed(tensors: Tensors, level: Level) -> Tensors:
    """Tensors in the contract's order and precision."""
    return {field.name: tensors[field.name].astype(field.dtype) for field in fields(level)}
