"""How facts are rounded: as the figures round them, so that a sentence and the figure beside it agree."""

from __future__ import annotations


def significant(number: float) -> str:
    """Three significant digits, and all digits from a thousand on: 1.32, 103, 1,024."""
    return f"{number:,.0f}" if number >= 1000 else f"{number:#.3g}".rstrip(".")


def percentage(share: float) -> str:
    """54.7%, 0.0123%."""
    return significant(100 * share) + "%"
