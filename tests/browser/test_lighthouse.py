"""What Lighthouse says of the pages on a phone: nothing to mend, and nothing that moves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from glassformer import lighthouse
from glassformer.headless import served
from glassformer.pages_benchmark import PAGES, line, summary

CATEGORIES = ["accessibility", "best-practices", "seo"]
SHIFT = "cumulative-layout-shift"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site, compressed=True) as running:
        yield running


@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_finds_nothing(
    root: Path, chromium: Path, environment: dict[str, str], address: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for variable, value in {**environment, "GLASSFORMER_CHROMIUM": str(chromium)}.items():
        monkeypatch.setenv(variable, value)
    only = [f"--only-categories={','.join(CATEGORIES)}", f"--only-audits={SHIFT}"]
    report = lighthouse.report(address + name, root / "site_src", only)
    faults = [
        f"{category}: {audit['id']} ({audit['title']}) {json.dumps(audit.get('details', {}).get('items', []))[:600]}"
        for category in CATEGORIES
        for audit in (report["audits"][reference["id"]] for reference in report["categories"][category]["auditRefs"])
        if audit["score"] is not None and audit["score"] < 1
    ]
    assert faults == []
    assert [report["categories"][category]["score"] for category in CATEGORIES] == [1, 1, 1]
    assert report["audits"][SHIFT]["numericValue"] < 0.01


def test_the_bench_takes_medians_and_compares_with_the_bar() -> None:
    def report(score: float, paint: float) -> dict:
        names = ("first-contentful-paint", "largest-contentful-paint", "speed-index", "total-blocking-time", SHIFT)
        return {
            "categories": {"performance": {"score": score}},
            "audits": {name: {"numericValue": paint} for name in names},
        }

    measured = summary([report(0.9, 3), report(0.96, 1), report(0.94, 2)])
    assert (measured["score"], measured["blocked"]) == (94, 2)
    assert line("a.html", measured).startswith("a.html                 94 (under 95): first paint 2 ms, ")
    assert "(within 95)" in line("a.html", {**measured, "score": 95})
