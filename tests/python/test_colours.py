"""The site's colours: text can be read in both schemes (WCAG 2.2, 1.4.3: a contrast of at least 4.5), and those of
queries, keys and values differ for colour-blind readers too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from math import dist
from pathlib import Path

import pytest

TEXT = ("ink", "ink-soft", "accent", "query", "key", "value")
GROUND = ("paper", "surface", "sunken", "accent-soft")
SCHEME = re.compile(r"\[data-md-color-scheme='(\w+)'\] \{(.*?)\}", re.DOTALL)
COLOUR = re.compile(r"--gf-([\w-]+): #([0-9a-f]{6});")


def schemes(root: Path) -> dict[str, dict[str, str]]:
    css = (root / "site_src" / "src" / "styles" / "tokens.css").read_text(encoding="utf-8")
    return {name: dict(COLOUR.findall(body)) for name, body in SCHEME.findall(css)}


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, as WCAG defines it."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_known_pairs() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("767676", "ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_text_can_be_read_on_every_ground(root: Path, scheme: str) -> None:
    colours = schemes(root)[scheme]
    pairs = {(text, ground): contrast(colours[text], colours[ground]) for text in TEXT for ground in GROUND}
    assert {pair: round(value, 2) for pair, value in pairs.items() if value < 4.5} == {}


def test_both_schemes_have_the_same_colours(root: Path) -> None:
    both = schemes(root)
    assert both["default"].keys() == both["slate"].keys()
    assert both.keys() == {"default", "slate"}


# What is left of a colour, in linear sRGB, for readers without one kind of cone. Source: Machado, Oliveira, Fernandes,
# A Physiologically-based Model for Simulation of Color Vision Deficiency (2009), severity 1.0.
SEEN_BY = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# sRGB to CIE XYZ, over the white point D65: rows add up to about 1.
TO_XYZ = ((0.43396, 0.37620, 0.18984), (0.21267, 0.71515, 0.07218), (0.01775, 0.10947, 0.87278))
TOLD_APART = 20  # CIE76; 2.3 is a just noticeable difference, side by side


def linear(colour: str) -> list[float]:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]


def times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(rgb: Sequence[float]) -> list[float]:
    """CIE L*a*b* of a linear sRGB colour."""
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in times(TO_XYZ, rgb))
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def seen(colour: str, deficiency: str | None) -> list[float]:
    rgb = linear(colour) if deficiency is None else times(SEEN_BY[deficiency], linear(colour))
    return lab([min(max(value, 0), 1) for value in rgb])


def test_the_simulator_takes_red_and_green_together_and_leaves_greys() -> None:
    assert dist(seen("808080", None), seen("808080", "deuteranopia")) < 1
    red, green = "b04000", "607000"
    assert dist(seen(red, "deuteranopia"), seen(green, "deuteranopia")) < dist(seen(red, None), seen(green, None)) / 2


@pytest.mark.parametrize("deficiency", [None, *SEEN_BY])
@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_query_key_and_value_are_told_apart_by_every_reader(root: Path, scheme: str, deficiency: str | None) -> None:
    colours = schemes(root)[scheme]
    pairs = {
        (one, other): dist(seen(colours[one], deficiency), seen(colours[other], deficiency))
        for one, other in combinations(("query", "key", "value"), 2)
    }
    assert {pair: round(far, 1) for pair, far in pairs.items() if far < TOLD_APART} == {}
