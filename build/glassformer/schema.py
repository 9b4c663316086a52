"""The trace contract: every tensor a trace may hold, with its dimensions, dtype, unit and meaning.

Names are TransformerLens's hook names without ``hook_`` (https://transformerlensorg.github.io), stacked over layers.
`typegen` writes the same table as TypeScript; `trace_file` checks every file against it before writing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["core", "detail", "brief"]
DType = Literal["float32", "float16", "int32"]

SCHEMA_VERSION = 1
METADATA_KEY = "glassformer"

TOP = 50  # tokens of the last position kept in float32
POSITION_TOP = 10  # tokens kept at every position
LENS_TOP = 20  # tokens kept at every layer and position of the logit lens
LENS_TRACKED = 10  # final top tokens followed through the layers
BRIEF_TOP = 20  # tokens of the last position in a training checkpoint's trace

DIMS: dict[str, str] = {
    "layer": "n_layer: blocks, counted from 0",
    "lens_layer": "n_layer + 1: the residual stream before each block, and after the last",
    "head": "n_head: heads of a block, counted from 0",
    "token": "tokens of the text, counted from 0",
    "next": "token - 1: every position that has a next token in the text",
    "query": "token: the position that looks",
    "key": "token: the position that is looked at",
    "d_model": "width of the residual stream",
    "d_head": "d_model / n_head",
    "d_mlp": "width of the MLP's hidden layer",
    "vocab": "d_vocab: every token of the vocabulary",
    "top": f"the {TOP} most probable tokens",
    "position_top": f"the {POSITION_TOP} most probable tokens",
    "lens_top": f"the {LENS_TOP} most probable tokens",
    "tracked": f"the {LENS_TRACKED} tokens that end on top at the last position",
    "brief_top": f"the {BRIEF_TOP} most probable tokens",
}


@dataclass(frozen=True)
class Field:
    """One tensor of a trace file. In a *detail* file, one file a layer, the ``layer`` dimension is left out."""

    name: str
    level: Level
    dims: tuple[str, ...]
    dtype: DType
    unit: str
    meaning: str


def _table(level: Level, *rows: tuple[str, str, DType, str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(name, level, tuple(dims.split()), dtype, unit, meaning) for name, dims, dtype, unit, meaning in rows
    )


# one file a prompt
CORE = _table(
    "core",
    ("tokens", "token", "int32", "token id", "the text, as token ids"),
    ("pattern", "layer head query key", "float16", "weight", "attention weights; rows sum to 1"),
    ("log_probs", "vocab", "float16", "nats", "log-probability of every token after the last position"),
    ("top_ids", "top", "int32", "token id", "the most probable next tokens, best first"),
    ("top_log_probs", "top", "float32", "nats", "their log-probabilities"),
    ("log_sum_exp", "token", "float32", "nats", "log of the sum of exp(logit); logit = log-probability + this"),
    ("position_top_ids", "token position_top", "int32", "token id", "most probable next tokens at each position"),
    ("position_top_log_probs", "token position_top", "float32", "nats", "their log-probabilities"),
    ("next_log_prob", "next", "float32", "nats", "log-probability given to the token that comes next in the text"),
    ("next_rank", "next", "int32", "rank", "its rank, 0 = most probable"),
    ("lens_log_sum_exp", "lens_layer token", "float32", "nats", "logit lens: log-sum-exp of the logits"),
    ("lens_top_ids", "lens_layer token lens_top", "int32", "token id", "logit lens: most probable tokens"),
    ("lens_top_logits", "lens_layer token lens_top", "float32", "logit", "logit lens: their logits"),
    (
        "lens_tracked_logits",
        "lens_layer token tracked",
        "float32",
        "logit",
        "logit lens: logits of the final top tokens",
    ),
    ("lens_tracked_ranks", "lens_layer token tracked", "int32", "rank", "logit lens: ranks of the final top tokens"),
    ("lens_next_logit", "lens_layer next", "float32", "logit", "logit lens: logit of the actual next token"),
    ("lens_next_rank", "lens_layer next", "int32", "rank", "logit lens: rank of the actual next token"),
    ("resid_pre_norm", "layer token", "float32", "L2 norm", "length of the residual stream before each block"),
    ("attn_out_norm", "layer token", "float32", "L2 norm", "length of what attention adds"),
    ("resid_mid_norm", "layer token", "float32", "L2 norm", "length of the residual stream between attention and MLP"),
    ("mlp_out_norm", "layer token", "float32", "L2 norm", "length of what the MLP adds"),
    ("resid_final_norm", "token", "float32", "L2 norm", "length of the residual stream after the last block"),
    ("ln_final_scale", "token", "float32", "activation", "what ln_f divides by: sqrt(variance + epsilon)"),
)
# one file a layer
DETAIL = _table(
    "detail",
    ("resid_pre", "layer token d_model", "float32", "activation", "residual stream before the block"),
    ("ln1_scale", "layer token", "float32", "activation", "what ln_1 divides by: sqrt(variance + epsilon)"),
    ("q", "layer head token d_head", "float32", "activation", "queries"),
    ("k", "layer head token d_head", "float32", "activation", "keys"),
    ("v", "layer head token d_head", "float32", "activation", "values"),
    ("scores", "layer head query key", "float32", "score", "q·k / sqrt(d_head), before the causal mask"),
    ("z", "layer head token d_head", "float32", "activation", "values weighted by the pattern"),
    ("attn_out", "layer token d_model", "float32", "activation", "what attention adds, after W_O and its bias"),
    ("ln2_scale", "layer token", "float32", "activation", "what ln_2 divides by: sqrt(variance + epsilon)"),
    ("mlp_pre", "layer token d_mlp", "float32", "activation", "MLP neurons before tanh-GELU"),
    ("mlp_out", "layer token d_model", "float32", "activation", "what the MLP adds"),
)
# one file a training checkpoint and prompt
BRIEF = _table(
    "brief",
    ("tokens", "token", "int32", "token id", "the text, as token ids"),
    ("pattern", "layer head query key", "float16", "weight", "attention weights; rows sum to 1"),
    ("top_ids", "brief_top", "int32", "token id", "the most probable next tokens, best first"),
    ("top_log_probs", "brief_top", "float32", "nats", "their log-probabilities"),
)
FIELDS: tuple[Field, ...] = CORE + DETAIL + BRIEF

# What the graph computes for every layer, and what the reader can derive from the stored tensors.
LAYER_TAPS: tuple[str, ...] = (
    "resid_pre", "ln1_scale", "q", "k", "v", "scores", "pattern", "z", "attn_out",
    "resid_mid", "ln2_scale", "mlp_pre", "mlp_post", "mlp_out",
)  # fmt: skip
FINAL_TAPS: tuple[str, ...] = ("embed", "pos_embed", "resid_final", "ln_final_scale")


def layer_tap(name: str, layer: int) -> str:
    """Name of a per-layer graph output: ``pattern.3`` is the pattern of block 3."""
    return f"{name}.{layer}"


def fields(level: Level) -> tuple[Field, ...]:
    """The tensors of one level, in file order."""
    return tuple(field for field in FIELDS if field.level == level)


def as_json() -> dict[str, object]:
    """The whole contract as plain data; the source of `schema_hash` and of the generated TypeScript."""
    return {
        "version": SCHEMA_VERSION,
        "dims": DIMS,
        "fields": [asdict(field) for field in FIELDS],
        "layer_taps": list(LAYER_TAPS),
        "final_taps": list(FINAL_TAPS),
    }


def schema_hash() -> str:
    """First 12 hex digits of the sha256 of the contract: a reader refuses a trace with another one."""
    canonical = json.dumps(as_json(), sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(canonical).hexdigest()[:12]
