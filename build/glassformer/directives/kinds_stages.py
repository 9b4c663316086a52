"""The fences `training`, `surprise`, `precision` and `ablate`: their settings."""

from __future__ import annotations

from glassformer.directives.kind import BLOCK, HEAD, POSITION, Kind
from glassformer.directives.settings import Setting

TRAINING = Kind(
    "training",
    "One text through the model's training: what each stored checkpoint expects next, where a head looks, and the "
    "loss. The prompt has to be one that training followed.",
    (
        BLOCK,
        HEAD,
        Setting("stage", "integer", "which of the stored checkpoints, from 0; the last one if left out", low=0),
        Setting("rows", "integer", "how many tokens are listed", 8, low=1, high=20),
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
    (Setting("rows", "integer", "how many tokens are listed", 8, low=1, high=20),),
)

ABLATE = Kind(
    "ablate",
    "The prediction after the last token, as the model is and without a part. The reader's live model runs both; until "
    "then the figure shows the model as it is.",
    (
        BLOCK,
        HEAD,
        Setting(
            "remove",
            "choice",
            "what is removed: a head, the MLP of a block, the position embeddings, or the causal mask",
            "head",
            choices=("head", "mlp", "positions", "mask"),
        ),
        Setting("rows", "integer", "how many tokens are listed", 8, low=1, high=50),
    ),
    unexplored="it shows the model with all of its parts",
)
