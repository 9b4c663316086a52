"""The figures that take single numbers apart with the model's weights."""

from __future__ import annotations

from glassformer.directives.kind import BLOCK, HEAD, POSITION, Kind
from glassformer.directives.settings import Setting

COMPONENT = Setting(
    "component",
    "integer",
    "which number of the vector is worked out, from 0; the one that stands out most if left out",
    low=0,
    below="d_model",
)

EMBEDDING = Kind(
    "embedding",
    "A token's row of wte plus its position's row of wpe, and the learned positions as curves.",
    (POSITION, COMPONENT),
)
NEIGHBOURS = Kind("neighbours", "The tokens whose embeddings are nearest by cosine.", (POSITION,))
LAYERNORM = Kind(
    "layernorm",
    "A LayerNorm: a vector before and after, its mean and spread, and one number worked out.",
    (
        BLOCK,
        POSITION,
        Setting(
            "which",
            "choice",
            "the LayerNorm before attention, the one before the MLP, or the one after the last block",
            "ln_1",
            choices=("ln_1", "ln_2", "ln_f"),
        ),
        COMPONENT,
    ),
)
QKV = Kind(
    "qkv",
    "A head's query, key and value of a token, and one number of them as the products that it sums.",
    (
        BLOCK,
        HEAD,
        POSITION,
        Setting("vector", "choice", "of which of the three one number is worked out", "q", choices=("q", "k", "v")),
        Setting(
            "show",
            "choice",
            "the selected token's vectors with one number worked out, or the vectors of all tokens",
            "one",
            choices=("one", "all"),
        ),
    ),
)
MLP = Kind(
    "mlp",
    "A block's neurons before and after GELU, and one taken apart: its products, the tokens it writes towards.",
    (
        BLOCK,
        POSITION,
        Setting(
            "neuron",
            "integer",
            "the neuron that is worked out, from 0; the strongest at the token if left out",
            low=0,
            below="d_mlp",
        ),
    ),
)
ROUNDING = Kind(
    "rounding",
    "32 weights of a head's W_Q that share a scale, on the ruler that they are rounded with.",
    (
        BLOCK,
        HEAD,
        Setting(
            "bits",
            "integer",
            "how many bits a weight is stored in; readers choose among 8, 4, 3 and 2",
            4,
            low=2,
            high=8,
        ),
        Setting("group", "integer", "which 32 weights of the column, from 0", 0, low=0),
        Setting(
            "weight", "integer", "which of the 32 is read out; the one that moves most if left out", low=0, high=31
        ),
    ),
    unexplored="it shows what the model computes, not how a weight is stored",
)
