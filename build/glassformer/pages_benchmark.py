"""How soon a page is there on a phone: Lighthouse's performance score of the built site, sent compressed.

Lighthouse slows the machine down to a phone of the middle range, so the score depends on what else the machine does:
a page counts by the median of its rounds.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from glassformer import lighthouse
from glassformer.config import Paths, find_root
from glassformer.headless import served

PAGES = ("index.html", "language-model.html", "attention.html", "heads.html")
BAR = 95  # of 100
# What the score is made of: name, Lighthouse's audit and its unit.
PARTS = (
    ("first paint", "first-contentful-paint", "ms"),
    ("largest paint", "largest-contentful-paint", "ms"),
    ("speed index", "speed-index", "ms"),
    ("blocked", "total-blocking-time", "ms"),
    ("shift", "cumulative-layout-shift", ""),
)


def summary(reports: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Medians over the rounds of a page: its score, of 100, and the parts of it."""
    scores = [100 * report["categories"]["performance"]["score"] for report in reports]
    parts = {
        name: statistics.median(report["audits"][audit]["numericValue"] for report in reports)
        for name, audit, _ in PARTS
    }
    return {"score": statistics.median(scores), **parts}


def line(page: str, measured: Mapping[str, float]) -> str:
    """One page's result, against the bar."""
    parts = ", ".join(f"{name} {measured[name]:.{0 if unit else 3}f} {unit}".strip() for name, _, unit in PARTS)
    against = "within" if measured["score"] >= BAR else "under"
    return f"{page:22} {measured['score']:.0f} ({against} {BAR}): {parts}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench pages", description=str(__doc__).partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is measured (default: 3)")
    options = parser.parse_args()
    paths = Paths(find_root())
    with served(paths.site, compressed=True) as address:
        for page in PAGES:
            only = ["--only-categories=performance"]
            rounds = [lighthouse.report(address + page, paths.site_src, only) for _ in range(options.rounds)]
            print(line(page, summary(rounds)), flush=True)


if __name__ == "__main__":
    main()
