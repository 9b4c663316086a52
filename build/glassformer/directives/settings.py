"""What a figure can be told: one setting, the values that it takes, and what it means.

Tables of these are the only description of a fence's fields: parsing, error messages and the authors' reference
page all read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from glassformer.errors import GlassformerError

Value = str | int | float | list[str]
Limits = Mapping[str, int]  # sizes of the chosen model and prompt: n_layer, n_head, n_token, d_vocab


@dataclass(frozen=True)
class Setting:
    """One field of a fence.

    ``below`` names the size in `Limits` that an integer must stay under; ``choices`` are words allowed in place of, or
    instead of, a number; ``default`` is what an author gets who leaves the field out (None: worked out from the trace).
    """

    name: str
    type: Literal["text", "integer", "number", "choice", "list", "values", "answer"]
    meaning: str
    default: Value | None = None
    low: float | None = None
    high: float | None = None
    below: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name in the browser: ``top_k`` is ``topK``."""
        first, *rest = self.name.split("_")
        return first + "".join(word.capitalize() for word in rest)

    def allowed(self, limits: Limits | None = None) -> str:
        """The values that the setting takes, in words."""
        if self.type == "text":
            return "a text"
        if self.type == "list":
            return "a list of texts"
        if self.type == "values":
            return "a list of texts and numbers"
        if self.type == "answer":
            return "a text, a number or a list"
        words = ", ".join(self.choices)
        if self.type == "choice":
            return words
        high = self._high(limits)
        kind = "a whole number" if self.type == "integer" else "a number"
        upper = f" to {high:g}" if high is not None else f" to {self.below} - 1" if self.below else ""
        span = f"{kind} from {self.low:g}{upper}"
        return f"{span}, or {words}" if words else span

    def check(self, value: object, limits: Limits) -> Any:
        """The value, or GlassformerError that names it and what is allowed."""
        if self._accepts(value, limits):
            return value
        raise GlassformerError(f"{self.name} {value!r} is not allowed; it takes {self.allowed(limits)}")

    def _accepts(self, value: object, limits: Limits) -> bool:
        if self.type == "answer":
            return True  # what it has to be depends on the question
        if self.type == "values":
            return isinstance(value, list)
        if self.type == "list":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        if isinstance(value, str):
            return value in self.choices or self.type == "text"
        if self.type not in ("integer", "number") or isinstance(value, bool):
            return False
        if not isinstance(value, int) and (self.type == "integer" or not isinstance(value, float)):
            return False
        high = self._high(limits)
        return (self.low is None or value >= self.low) and (high is None or value <= high)

    def _high(self, limits: Limits | None) -> float | None:
        return limits[self.below] - 1 if self.below and limits else self.high
