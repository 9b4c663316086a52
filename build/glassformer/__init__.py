"""Glassformer: how GPT-2 turns a text into the next token, shown with the model's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glassformer.model import Model

__version__ = "0.1.0"


def load(ref: str = "embedded", *, allow_pickle: bool = False) -> Model:
    """A model for notebooks: see `glassformer.model.load`, which is imported only when it is asked for."""
    from glassformer import model

    return model.load(ref, allow_pickle=allow_pickle)
