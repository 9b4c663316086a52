"""What a kind of figure is, and the settings that several kinds have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from glassformer.directives.measure import HEAD_TYPES
from glassformer.directives.settings import Setting

SHELL = (
    Setting("kind", "text", "which figure to draw"),
    Setting("prompt", "text", "id of the example prompt in prompts.yml"),
    Setting("model", "text", "id of the model whose traces are drawn, or largest; the first of the build if left out"),
    Setting("title", "text", "heading of the figure; each kind has one of its own"),
    Setting("look", "text", "one sentence that says what to look for; each kind has one of its own"),
    Setting("caption", "text", "text below the figure"),
)


@dataclass(frozen=True)
class Kind:
    """One kind of figure.

    ``drawn`` is false for a part of the page that is no figure, ``prompted`` for one that need not be about a prompt.
    ``shell`` are the fields that stand around it, ``view`` those of its own; ``parts`` name further places below the
    drawing that its element fills. ``unexplored`` says why there is no link to the same in the explorer, where a drawn
    kind has none.
    """

    name: str
    summary: str
    view: tuple[Setting, ...]
    drawn: bool = True
    prompted: bool = True
    shell: tuple[Setting, ...] = SHELL
    parts: tuple[str, ...] = ()
    unexplored: str = ""

    @property
    def element(self) -> str:
        return f"gf-{self.name}"

    @property
    def settings(self) -> Mapping[str, Setting]:
        """Every field of the fence, by name."""
        return {setting.name: setting for setting in (*self.shell, *self.view)}


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
