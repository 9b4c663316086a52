"""The kinds of figure, and the settings of each."""

from __future__ import annotations

from collections.abc import Mapping

from glassformer.directives.kind import BLOCK, HEAD, POSITION, TEMPERATURE, Kind
from glassformer.directives.kinds_bpe import BPE
from glassformer.directives.kinds_code import CODE
from glassformer.directives.kinds_generate import GENERATE, KV_CACHE
from glassformer.directives.kinds_quiz import QUIZ
from glassformer.directives.kinds_stages import ABLATE, PRECISION, REMOVALS, SURPRISE, TRAINING
from glassformer.directives.kinds_weights import EMBEDDING, LAYERNORM, MLP, NEIGHBOURS, QKV, ROUNDING
from glassformer.directives.settings import Setting

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("tokens", "The prompt cut into tokens, with the id of each.", (POSITION,)),
        BPE,
        Kind(
            "attention",
            "Every head of a block, and one head's matrix in the four steps from query-key products to weights.",
            (
                BLOCK,
                HEAD,
                POSITION,
                Setting("key", "integer", "the key that is selected, from 0; none if left out", low=0, below="n_token"),
                Setting(
                    "show",
                    "choice",
                    "all heads of the block, one head's matrix, or both; or all heads of all blocks, by measured kind",
                    "both",
                    choices=("heads", "head", "both", "all"),
                ),
                Setting(
                    "step",
                    "choice",
                    "which matrix is shown: q·k, divided by √d_head, after the causal mask, after softmax",
                    "pattern",
                    choices=("scores", "scaled", "masked", "pattern"),
                ),
                Setting(
                    "follow",
                    "choice",
                    "what the figure takes from the page's other figures: all that is chosen there, or only the text "
                    "and its tokens, so that it keeps a block and head of its own",
                    "all",
                    choices=("all", "text"),
                ),
            ),
        ),
        Kind(
            "probabilities",
            "The most probable next tokens: the model's own probability beside the one after the filters.",
            (
                POSITION,
                TEMPERATURE,
                Setting(
                    "top_k", "integer", "how many of the best tokens stay; all if left out", low=1, below="d_vocab"
                ),
                Setting("top_p", "number", "share of the probability that stays; all if left out", low=0, high=1),
                Setting("rows", "integer", "how many tokens are listed", 10, low=1, high=50),
            ),
        ),
        Kind(
            "residual",
            "The residual stream at one token: its length over the blocks, and what each part adds.",
            (
                BLOCK,
                POSITION,
                Setting(
                    "show",
                    "choice",
                    "the stream's length over the blocks, the lengths of what is added, or both",
                    "both",
                    choices=("norms", "contributions", "both"),
                ),
            ),
        ),
        Kind(
            "lens",
            "The logit lens: the token on top after each block at each position, and one token on its way.",
            (
                BLOCK,
                POSITION,
                Setting(
                    "tracked",
                    "integer",
                    "which of the 10 tokens that end on top after the text is followed, from 0; if left out, the token "
                    "that comes next in the text, and at its end the one on top",
                    low=0,
                    high=9,
                ),
            ),
        ),
        EMBEDDING,
        NEIGHBOURS,
        LAYERNORM,
        QKV,
        MLP,
        Kind(
            "explorer",
            "The whole model on one screen, from tokens to probabilities, with one block and one of its heads open.",
            (
                BLOCK,
                HEAD,
                POSITION,
                Setting(
                    "address",
                    "choice",
                    "whether the page's address says what is shown, so that a link shows the same",
                    "none",
                    choices=("keep", "none"),
                ),
            ),
            parts=("takeaway", "inspector"),
            unexplored="it is the explorer",
        ),
        Kind(
            "prompt",
            "A text box for the page's prompt, with examples and a button that runs the model in the browser.",
            (Setting("examples", "list", "ids of the prompts that are offered; all if left out"),),
            drawn=False,
        ),
        TRAINING,
        SURPRISE,
        PRECISION,
        ROUNDING,
        ABLATE,
        REMOVALS,
        GENERATE,
        KV_CACHE,
        CODE,
        QUIZ,
    )
}
