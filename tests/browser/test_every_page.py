"""Every page, opened as a reader would: nothing that axe objects to, in either scheme, and little to fetch."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from _project import PROJECT
from faulty_server import PREFIX, FaultyServer
from test_accessibility import violations
from visit import Open

LARGEST_VISIT = 450_000  # bytes that a host which compresses sends before any model is asked for
# The explorer shows three blocks: the first, the open one and the last.
LARGEST_EXPLORER = 550_000


CONTENT = PROJECT.root / "content"
ENGLISH = [path.with_suffix(".html").relative_to(CONTENT / "en").as_posix() for path in sorted(CONTENT.glob("en/*.md"))]
PAGES = [*ENGLISH, *(f"zh/{name}" for name in ENGLISH)]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_open_to_all_and_light(open_page: Open, root: Path, site_server: FaultyServer, name: str) -> None:
    # Colours that change at once; and what the service worker keeps for later is fetched after the page is there.
    options = {"color_scheme": "light", "reduced_motion": "reduce", "service_workers": "block"}
    visit = open_page(name, viewport={"width": 390, "height": 844}, **options)
    visit.page.wait_for_load_state("networkidle")
    sent = {path.split("?")[0].removeprefix(PREFIX) for path in site_server.asked}
    allowed = LARGEST_EXPLORER if name.endswith("explorer.html") else LARGEST_VISIT
    assert sum(size(root / "site" / path) for path in sent) < allowed

    visit.page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert violations(visit, root) == []
    visit.page.evaluate("document.body.dataset.mdColorScheme = 'slate'")  # what the switch in the header does
    assert contrast(visit.page) == []


def size(path: Path) -> int:
    """What a compressing host sends for a file."""
    return len(gzip.compress(path.read_bytes())) if path.is_file() else 0


def contrast(page: Page) -> list[Any]:
    """What is hard to read; all else is the same in both schemes."""
    result = page.evaluate("axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']})")
    return [node["html"][:120] for violation in result["violations"] for node in violation["nodes"][:6]]
