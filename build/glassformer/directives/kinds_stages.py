"""The fences `training`, `surprise`, `precision`, `ablate` and `removals`: their settings."""

from __future__ import annotations

from glassformer.directives.kind import BLOCK, HEAD, POSITION, Kind
from glassformer.directives.settings import Setting
from glassformer.schema import BRIEF_TOP

ROWS = Setting("rows", "integer", "how many tokens are listed", 8, low=1, high=BRIEF_TOP)

TRAINING = Kind(
    "training",
    "One text through the model's training: what each stored checkpoint expects next, where a head looks, and the "
    "loss. The prompt has to be one that training followed.",
    (
        BLOCK,
        HEAD,
        Setting("stage", "integer", "which of the stored checkpoints, from 0; the last one if left out", low=0),
        ROWS,
    ),
    unexplored="it shows the finished model, not the checkpoints of its training",
)

SURPRISE = Kind(
    "surprise",
    "How surprised the model was by each token of the text, and the average: the loss.",
    (POSITION,),
)

PRECISION = Kind(
    "precision",
    "The prediction after the last token in fp32, 8 and 4 bits, side by side.",
    (ROWS,),
)

REMOVE = Setting(
    "remove",
    "choice",
    "what is removed: a head, the MLP of a block, the position embeddings, or the causal mask",
    "head",
    choices=("head", "mlp", "positions", "mask"),
)

ABLATE = Kind(
    "ablate",
    "The prediction after the last token, as the model is and without a part. Of example texts it is stored, unless "
    "the model has very many parts; of other texts the reader's live model runs both.",
    (BLOCK, HEAD, REMOVE, ROWS),
    unexplored="it shows the model with all of its parts",
)

REMOVALS = Kind(
    "removals",
    "How far the prediction after the last token moves without each part of the model: a map of all parts.",
    (BLOCK, HEAD, REMOVE),
    unexplored="it never runs the model without one of them",
)
