"""The site's colours: text can be read in both schemes (WCAG 2.2, 1.4.3: a contrast of at least 4.5)."""

from __future__ import annotations

import re
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
    channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


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
