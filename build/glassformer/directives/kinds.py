"""The kinds of figure, and the settings of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from glassformer.directives.measure import HEAD_TYPES
from glassformer.directives.settings import Setting


@dataclass(frozen=True)
class Kind:
    """One kind of figure. ``drawn`` is false for a part that only exists in the browser."""

    name: str
    summary: str
    view: tuple[Setting, ...]
    drawn: bool = True

    @property
    def element(self) -> str:
        return f"gf-{self.name}"

    @property
    def settings(self) -> Mapping[str, Setting]:
        """Every field of the fence, by name."""
        return {setting.name: setting for setting in (*SHELL, *self.view)}


SHELL = (
    Setting("kind", "text", "which figure to draw"),
    Setting("prompt", "text", "id of the example prompt in prompts.yml"),
    Setting("model", "text", "id of the model whose traces are drawn; the first one of the build if left out"),
    Setting("title", "text", "heading of the figure; each kind has one of its own"),
    Setting("look", "text", "one sentence that says what to look for; each kind has one of its own"),
    Setting("caption", "text", "text below the figure"),
)

BLOCK = Setting("block", "integer", "the block, from 0; the middle one if left out", low=0, below="n_layer")
HEAD = Setting(
    "head",
    "integer",
    "the head, from 0, or a head type: the head of the block, or else of the model, that measures highest here",
    low=0,
    below="n_head",
    choices=tuple(HEAD_TYPES),
)
POSITION = Setting("position", "integer", "the selected token, from 0; the last if left out", low=0, below="n_token")
TEMPERATURE = Setting(
    "temperature", "number", "what the logits are divided by; 0 = always the best token", 1, low=0, high=5
)

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("tokens", "The prompt cut into tokens, with the id of each.", (POSITION,)),
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
        Kind(
            "prompt",
            "A text box for the page's prompt, with examples and a button that runs the model in the browser.",
            (Setting("examples", "list", "ids of the prompts that are offered; all if left out"),),
            drawn=False,
        ),
    )
}
