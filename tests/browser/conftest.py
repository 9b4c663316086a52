"""Fixtures: the built site below a sub-path, and pages of a Chromium that fail the test on any error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from faulty_server import FaultyServer, serving
from flags import PLAIN, SOFTWARE_GPU
from glassformer.runner import GraphRunner, variant_runner
from glassformer.vocabulary import Vocabulary
from visit import Open, Visit


@pytest.fixture(scope="session")
def site(root: Path) -> Path:
    assert (root / "site" / "index.html").is_file(), "no site: run ./scripts/test, which builds it"
    return root / "site"


@pytest.fixture
def site_server(site: Path) -> Iterator[FaultyServer]:
    with serving(site) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def wasm_browser(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium, args=PLAIN)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def gpu_browser(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium, args=[*PLAIN, *SOFTWARE_GPU])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def runner(root: Path) -> Iterator[GraphRunner]:
    with variant_runner(root / "model_artifacts/variants/embedded", "q8", "wasm") as running:
        yield running


@pytest.fixture(scope="session")
def vocabulary(root: Path) -> Vocabulary:
    return Vocabulary(root / "model_artifacts/embedded/tokenizer.json")


@pytest.fixture(scope="module")
def live(wasm_browser: Browser, site: Path) -> Iterator[Visit]:
    """The home page with the model running on wasm: one for all tests of a module, as loading takes seconds."""
    with serving(site) as running:
        visit = Visit(wasm_browser.new_context(), running.address)
        visit.open("index.html")
        visit.run_live()
        yield visit
        visit.context.close()
        assert visit.problems == []


@pytest.fixture
def open_page(wasm_browser: Browser, site_server: FaultyServer) -> Iterator[Open]:
    """Opens a page of the site in a fresh profile. Options: `browser`, a `script` to run first, parts of console errors
    that are `expected`, and Playwright's for a context."""
    visits: list[Visit] = []

    def open_one(
        name: str,
        *,
        browser: Browser | None = None,
        script: str | None = None,
        expected: Sequence[str] = (),
        **options: Any,
    ) -> Visit:
        visit = Visit((browser or wasm_browser).new_context(**options), site_server.address, script)
        visit.expected += expected
        visits.append(visit)
        visit.open(name)
        return visit

    yield open_one
    for visit in visits:
        visit.context.close()
    assert [problem for visit in visits for problem in visit.problems] == []
