"""The fences `generate` and `kv-cache`: their settings."""

from __future__ import annotations

from glassformer.directives.kind import Kind
from glassformer.directives.settings import Setting

GENERATE = Kind(
    "generate",
    "What the model writes after the text, token by token, each with the distribution that it was drawn from. Twelve "
    "tokens are stored with every prompt; the reader's live model draws others.",
    (
        Setting("rows", "integer", "how many tokens of a distribution are listed", 8, low=1, high=20),
        Setting(
            "list",
            "choice",
            "whether the newest token's distribution is shown, or none until the reader chooses a token",
            "always",
            choices=("always", "chosen"),
        ),
    ),
)

KV_CACHE = Kind(
    "kv-cache",
    "Which keys and values each run of the model computes and which it keeps, with what that costs.",
    (Setting("step", "integer", "which run is shown: 0 is the prefill, then one for each token", 3, low=0, high=12),),
    unexplored="it shows one run of the model, not what one run keeps for the next",
)
