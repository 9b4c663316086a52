"""The fence `bpe`: its settings."""

from __future__ import annotations

from glassformer.directives.kind import POSITION, Kind
from glassformer.directives.settings import Setting

BPE = Kind(
    "bpe",
    "One word of the prompt on its way from bytes to tokens, merge after merge. The word is the selected token's.",
    (
        POSITION,
        Setting("step", "integer", "how many merges are done, from 0; all if left out, or if there are fewer", low=0),
    ),
)
