"""The fence `code`: its settings."""

from __future__ import annotations

from glassformer.directives.code_parts import PARTS
from glassformer.directives.kind import SHELL, Kind
from glassformer.directives.settings import Setting

CODE = Kind(
    "code",
    "A part of the model's own source, or of what draws its tokens. Lines light up with the figures that show what "
    "they compute, and these with "
    "the lines.",
    (
        Setting(
            "part", "choice", "which part of traced.py; sample and draw are of sampling.py", "all", choices=tuple(PARTS)
        ),
    ),
    drawn=False,
    prompted=False,
    shell=tuple(setting for setting in SHELL if setting.name in ("kind", "title", "look", "caption")),
)
