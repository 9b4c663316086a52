"""The trace contract: every tensor a trace may hold, with its dimensions, dtype, unit and meaning.

Names are TransformerLens's hook names without ``hook_`` (https://transformerlensorg.github.io), stacked over layers.
`typegen` writes the same table as TypeScript; `trace_file` checks every file against it before writing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal, get_args

Level = Literal["core", "detail", "weights", "layer_weights", "precision", "ablation", "continuation", "brief"]
DType = Literal["float32", "float16", "int32"]
LEVELS: tuple[Level, ...] = get_args(Level)

SCHEMA_VERSION = 1
METADATA_KEY = "glassformer"
TOKEN_ID = "token id"  # the unit of tensors whose numbers are tokens: a file says how they are shown

TOP = 50  # tokens of the last position kept in float32
POSITION_TOP = 10  # tokens kept at every position
LENS_TOP = 20  # tokens kept at every layer and position of the logit lens
LENS_TRACKED = 10  # final top tokens followed through the layers
BRIEF_TOP = 20  # tokens of the last position in the traces of a training checkpoint and of a precision
CANDIDATES = 20  # most probable tokens kept of what each token of a continuation was drawn from
UNEMBEDDED = 20  # most probable next tokens whose rows of the unembedding are kept
NEIGHBOURS = 10  # nearest tokens kept for each token of the text
WPE_COLUMNS = 6  # dimensions of the position embedding kept for every position
WPE_COMPONENTS = 4  # principal components of the position embedding kept for every position
OUTPUTS = 4  # dimensions of what attention adds whose sums are kept
NEURONS = 10  # most active neurons of a block whose weights are kept
NEURON_TOKENS = 10  # tokens kept that such a neuron writes towards, and as many that it writes against

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
    "precision": "fp32, then the variants from fine to coarse; the file's metadata names them under precisions",
    "compared": f"the {BRIEF_TOP} most probable tokens of fp32",
    "removal": "what can be removed: every head, block after block, then every block's MLP, the positions, the mask",
    "step": "tokens written after the text, one after the other",
    "candidate": f"the {CANDIDATES} most probable tokens, best first",
    "unembedded": f"the {UNEMBEDDED} most probable tokens",
    "neighbour": f"the {NEIGHBOURS} nearest tokens by cosine, nearest first",
    "position": "n_ctx: places of the text that the model has learned, counted from 0",
    "wpe_column": f"the {WPE_COLUMNS} dimensions of d_model in which the position embedding varies most",
    "wpe_component": f"the {WPE_COMPONENTS} largest principal components of the position embedding",
    "output": f"the {OUTPUTS} dimensions of d_model to which attention adds most at the last position",
    "neuron": f"the {NEURONS} most active neurons of the block at the last position, most active first",
    "neuron_token": f"the {NEURON_TOKENS} tokens that a neuron moves most one way",
}

# Levels that have one file a layer: their files leave the ``layer`` dimension out.
PER_LAYER: tuple[Level, ...] = ("detail", "layer_weights")


@dataclass(frozen=True)
class Field:
    """One tensor of a trace file. In files of the levels `PER_LAYER`, the ``layer`` dimension is left out."""

    name: str
    level: Level
    dims: tuple[str, ...]
    dtype: DType
    unit: str
    meaning: str

    @property
    def stored_dims(self) -> tuple[str, ...]:
        """The dimensions that the tensor has in its file."""
        return tuple(dim for dim in self.dims if dim != "layer" or self.level not in PER_LAYER)


def _table(level: Level, *rows: tuple[str, str, DType, str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(name, level, tuple(dims.split()), dtype, unit, meaning) for name, dims, dtype, unit, meaning in rows
    )


# one file a prompt
CORE = _table(
    "core",
    ("tokens", "token", "int32", TOKEN_ID, "the text, as token ids"),
    ("pattern", "layer head query key", "float16", "weight", "attention weights; rows sum to 1"),
    ("log_probs", "vocab", "float16", "nats", "log-probability of every token after the last position"),
    ("top_ids", "top", "int32", TOKEN_ID, "the most probable next tokens, best first"),
    ("top_log_probs", "top", "float32", "nats", "their log-probabilities"),
    ("log_sum_exp", "token", "float32", "nats", "log of the sum of exp(logit); logit = log-probability + this"),
    ("position_top_ids", "token position_top", "int32", TOKEN_ID, "most probable next tokens at each position"),
    ("position_top_log_probs", "token position_top", "float32", "nats", "their log-probabilities"),
    ("next_log_prob", "next", "float32", "nats", "log-probability given to the token that comes next in the text"),
    ("next_rank", "next", "int32", "rank", "its rank, 0 = most probable"),
    ("lens_log_sum_exp", "lens_layer token", "float32", "nats", "logit lens: log-sum-exp of the logits"),
    ("lens_top_ids", "lens_layer token lens_top", "int32", TOKEN_ID, "logit lens: most probable tokens"),
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
# Weights that a prompt's worked examples need, so that they can be shown without a loaded model. They are the
# checkpoint's own numbers, in float32 wherever a sum of products over them has to add up to a traced value.
# one file a prompt
WEIGHTS = _table(
    "weights",
    ("embed", "token d_model", "float32", "weight", "row of wte of each token of the text"),
    ("pos_embed", "token d_model", "float32", "weight", "row of wpe of each position of the text"),
    ("unembed_ids", "unembedded", "int32", TOKEN_ID, "the most probable next tokens, best first"),
    ("unembed", "unembedded d_model", "float32", "weight", "their rows of the unembedding: of wte, where it is tied"),
    ("ln_f_weight", "d_model", "float32", "weight", "scale of ln_f"),
    ("ln_f_bias", "d_model", "float32", "weight", "shift of ln_f"),
    ("neighbour_ids", "token neighbour", "int32", TOKEN_ID, "tokens whose rows of wte are nearest, the token left out"),
    ("neighbour_cosines", "token neighbour", "float32", "cosine", "cosine of the two rows of wte"),
    ("wpe_column_ids", "wpe_column", "int32", "dimension", "which dimensions of d_model, the most varying first"),
    ("wpe_columns", "position wpe_column", "float16", "weight", "wpe at these dimensions, at every position"),
    ("wpe_components", "position wpe_component", "float16", "weight", "wpe minus its mean, along its principal axes"),
    ("wpe_variance", "wpe_component", "float32", "share", "how much of the variance of wpe each component is"),
)
# one file a layer
LAYER_WEIGHTS = _table(
    "layer_weights",
    ("ln_1_weight", "layer d_model", "float32", "weight", "scale of ln_1"),
    ("ln_1_bias", "layer d_model", "float32", "weight", "shift of ln_1"),
    ("q_dim", "layer head", "int32", "dimension", "the dimension of d_head in which the last query is largest"),
    ("W_Q", "layer head d_model", "float32", "weight", "column of W_Q that makes it: ln_1's output · column + b_Q"),
    ("b_Q", "layer head", "float32", "weight", "its bias"),
    ("k_dim", "layer head", "int32", "dimension", "the dimension of d_head in which the last key is largest"),
    ("W_K", "layer head d_model", "float32", "weight", "column of W_K that makes it"),
    ("b_K", "layer head", "float32", "weight", "its bias"),
    ("v_dim", "layer head", "int32", "dimension", "the dimension of d_head in which the last value is largest"),
    ("W_V", "layer head d_model", "float32", "weight", "column of W_V that makes it"),
    ("b_V", "layer head", "float32", "weight", "its bias"),
    ("attn_out_dims", "layer output", "int32", "dimension", "which dimensions of d_model, the largest first"),
    ("W_O", "layer output head d_head", "float32", "weight", "columns of W_O that make them: z · column + b_O"),
    ("b_O", "layer output", "float32", "weight", "their biases"),
    ("ln_2_weight", "layer d_model", "float32", "weight", "scale of ln_2"),
    ("ln_2_bias", "layer d_model", "float32", "weight", "shift of ln_2"),
    ("neuron_ids", "layer neuron", "int32", "neuron", "which neurons of d_mlp: those whose mlp_post is largest"),
    ("W_in", "layer neuron d_model", "float32", "weight", "columns of W_in: mlp_pre = ln_2's output · column + b_in"),
    ("b_in", "layer neuron", "float32", "weight", "their biases"),
    ("W_out", "layer neuron d_model", "float16", "weight", "rows of W_out: a neuron adds mlp_post times its row"),
    ("towards_ids", "layer neuron neuron_token", "int32", TOKEN_ID, "tokens whose logit its row raises most"),
    (
        "towards_logits",
        "layer neuron neuron_token",
        "float32",
        "logit",
        "by how much, straight to the end: times mlp_post / ln_final_scale it is what the neuron adds to the logit",
    ),
    ("against_ids", "layer neuron neuron_token", "int32", TOKEN_ID, "tokens whose logit its row lowers most"),
    ("against_logits", "layer neuron neuron_token", "float32", "logit", "the same number for these"),
    ("mean_logit", "layer neuron", "float32", "logit", "the same number on average over the tokens that training saw"),
)
# The last position's prediction at every precision; one file a prompt.
PRECISION = _table(
    "precision",
    ("megabytes", "precision", "float32", "10^6 bytes", "size of the weights; of a variant with its two graphs"),
    ("kl", "precision", "float32", "nats", "Kullback-Leibler divergence KL(fp32 || this) over the whole vocabulary"),
    ("compared_ids", "compared", "int32", TOKEN_ID, "the most probable next tokens of fp32, best first"),
    ("compared_log_probs", "precision compared", "float32", "nats", "their log-probabilities at every precision"),
    ("top_ids", "precision brief_top", "int32", TOKEN_ID, "each precision's own most probable next tokens"),
    ("top_log_probs", "precision brief_top", "float32", "nats", "their log-probabilities"),
)
# The last position's prediction without one part of the model at a time; one file a prompt.
ABLATION = _table(
    "ablation",
    ("kl", "removal", "float32", "nats", "KL(the whole model || without the part) over the whole vocabulary"),
    ("compared_ids", "compared", "int32", TOKEN_ID, "the most probable next tokens of the whole model, best first"),
    ("compared_log_probs", "removal compared", "float32", "nats", "their log-probabilities without the part"),
    ("best_ids", "removal", "int32", TOKEN_ID, "the most probable next token without the part"),
)
# How the text goes on; one file a prompt. The file's metadata says under drawn how its tokens were drawn.
CONTINUATION = _table(
    "continuation",
    ("drawn_id", "step", "int32", TOKEN_ID, "the token that was drawn"),
    ("drawn_logit", "step", "float32", "logit", "its logit"),
    ("drawn_probability", "step", "float32", "probability", "with which probability it was drawn, after the filters"),
    ("drawn_rank", "step", "int32", "rank", "how many tokens were more probable"),
    ("candidate_ids", "step candidate", "int32", TOKEN_ID, "the most probable tokens at this place, best first"),
    ("candidate_logits", "step candidate", "float32", "logit", "their logits"),
    ("candidate_drawn", "step candidate", "float32", "probability", "after temperature and filters, 0 if removed"),
    ("log_sum_exp", "step", "float32", "nats", "of all logits; log-probability = logit - this"),
    ("kept", "step", "int32", "tokens", "how many tokens of the whole vocabulary the filters left"),
    ("entropy", "step", "float32", "nats", "of what is left"),
)
# one file a training checkpoint and prompt
BRIEF = _table(
    "brief",
    ("tokens", "token", "int32", TOKEN_ID, "the text, as token ids"),
    ("pattern", "layer head query key", "float16", "weight", "attention weights; rows sum to 1"),
    ("top_ids", "brief_top", "int32", TOKEN_ID, "the most probable next tokens, best first"),
    ("top_log_probs", "brief_top", "float32", "nats", "their log-probabilities"),
)
FIELDS: tuple[Field, ...] = CORE + DETAIL + WEIGHTS + LAYER_WEIGHTS + PRECISION + ABLATION + CONTINUATION + BRIEF

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


def schema_hash(level: Level | None = None) -> str:
    """First 12 hex digits of the sha256 of the contract, or of one level: a reader refuses a file with another one.

    A file carries its level's, so that the files of one level outlive changes to another.
    """
    contract = as_json() if level is None else _level_as_json(level)
    canonical = json.dumps(contract, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(canonical).hexdigest()[:12]


def _level_as_json(level: Level) -> dict[str, object]:
    rows = fields(level)
    dims = {dim: DIMS[dim] for field in rows for dim in field.dims}
    return {"version": SCHEMA_VERSION, "dims": dims, "fields": [asdict(field) for field in rows]}
