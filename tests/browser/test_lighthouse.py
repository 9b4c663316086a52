"""What Lighthouse says of the pages on a phone: nothing to mend, and nothing that moves."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compressing_server import compressing
from flags import PLAIN

PAGES = ["index.html", "language-model.html", "attention.html", "heads.html"]
CATEGORIES = ["accessibility", "best-practices", "seo"]
SHIFT = "cumulative-layout-shift"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with compressing(site) as running:
        yield running


@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_finds_nothing(
    root: Path, chromium: Path, environment: dict[str, str], address: str, tmp_path: Path, name: str
) -> None:
    report = lighthouse(root, chromium, environment, address + name, tmp_path)
    faults = [
        f"{category}: {audit['id']} ({audit['title']}) {json.dumps(audit.get('details', {}).get('items', []))[:600]}"
        for category in CATEGORIES
        for audit in (report["audits"][reference["id"]] for reference in report["categories"][category]["auditRefs"])
        if audit["score"] is not None and audit["score"] < 1
    ]
    assert faults == []
    assert [report["categories"][category]["score"] for category in CATEGORIES] == [1, 1, 1]
    assert report["audits"][SHIFT]["numericValue"] < 0.01


def lighthouse(root: Path, chromium: Path, environment: dict[str, str], url: str, folder: Path) -> dict[str, Any]:
    """Its report of one page, with the settings for a mid-range phone that it takes by itself."""
    command = [
        "node",
        str(root / "site_src/node_modules/lighthouse/cli/index.js"),
        url,
        f"--only-categories={','.join(CATEGORIES)}",
        f"--only-audits={SHIFT}",
        "--output=json",
        f"--output-path={folder / 'report.json'}",
        f"--chrome-flags={' '.join(['--headless=new', *PLAIN])}",
        "--no-enable-error-reporting",
        "--quiet",
    ]
    run = subprocess.run(
        command,
        env={**os.environ, **environment, "CHROME_PATH": str(chromium)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))
