"""The fence `quiz`: its settings."""

from __future__ import annotations

from glassformer.directives.kind import BLOCK, HEAD, POSITION, SHELL, Kind
from glassformer.directives.settings import Setting

QUIZ = Kind(
    "quiz",
    "A question to answer before its answer is shown. Facts ({gf n_head}) and formulas may stand in every text.",
    (
        Setting(
            "type",
            "choice",
            "how it is answered: one of some options, a number, a cell of an attention matrix, or what is picked "
            "in the page's figures",
            "choice",
            choices=("choice", "number", "cell", "pick"),
        ),
        Setting("pick", "choice", "for a pick: what is picked", choices=("block", "head")),
        Setting("question", "text", "what is asked"),
        Setting("options", "values", "for a choice: the possible answers"),
        Setting(
            "limits",
            "values",
            "for a choice whose answer is a number: the bounds between the options, rising; with limits [10, 20], the "
            "options are below 10, from 10 to below 20, and from 20",
        ),
        Setting(
            "answer",
            "answer",
            "choice: the right option's text, or with limits a number; number: the number; cell: `strongest` (the "
            "largest weight in the row of `position`), `masked` (any cell that the causal mask hides) or a list of "
            "query and key; pick: a number, or a head type (the heads of the block that measure highest)",
        ),
        Setting("tolerance", "number", "for a number: how far off still counts as right", 0, low=0),
        Setting("explain", "text", "why the answer is what it is; shown with it"),
        BLOCK,
        HEAD,
        POSITION,
    ),
    drawn=False,
    prompted=False,
    shell=tuple(setting for setting in SHELL if setting.name in ("kind", "prompt", "model", "title")),
)
