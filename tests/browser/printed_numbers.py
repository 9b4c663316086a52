"""Numbers as figures print them, each with how exactly it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

PRINTED = re.compile(r"(−?)(\d[\d,]*)(\.\d+)?(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(%?)")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
TELLING = 3  # significant digits by which a number is known again: 7 may be anything


@dataclass(frozen=True)
class Printed:
    """A number, and half of the last digit's step: what it stands for is that near."""

    value: float
    near: float
    digits: int

    def stands_for(self, other: Printed) -> bool:
        """Whether both can be the same number, of which one is printed with fewer digits."""
        return abs(self.value - other.value) <= 1.001 * max(self.near, other.near)


def printed(text: str) -> list[Printed]:
    """The numbers in a text that are told apart from others: those of at least `TELLING` significant digits."""
    return [number for found in PRINTED.finditer(text) if (number := _number(found)).digits >= TELLING]


def _number(found: re.Match[str]) -> Printed:
    sign, whole, decimals, power, percent = found.groups()
    digits = whole.replace(",", "") + (decimals or "")
    exponent = int((power or "0").translate(RAISED)) - (2 if percent else 0)
    value = float(digits) * 10.0**exponent * (-1 if sign else 1)
    step = 10.0 ** (exponent - max(len(decimals or "") - 1, 0))
    return Printed(value, step / 2, len(digits.replace(".", "").lstrip("0")))
