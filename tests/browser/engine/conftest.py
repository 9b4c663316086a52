"""Fixtures: the engine's own small site, served, and a page with an engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from engine_page import open_engine
from engine_site import build_site
from faulty_server import FaultyServer, serving
from flags import PLAIN, SOFTWARE_GPU


@pytest.fixture(scope="session")
def engine_folder(root: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine-site")
    build_site(root, folder, environment)
    return folder


@pytest.fixture
def server(engine_folder: Path) -> Iterator[FaultyServer]:
    with serving(engine_folder) as running:
        yield running


@pytest.fixture
def page(wasm_browser: Browser, server: FaultyServer) -> Iterator[Page]:
    opened = open_engine(wasm_browser, server.address, [])
    yield opened
    opened.context.close()


@pytest.fixture
def fragile_gpu_page(playwright: Playwright, chromium: Path, server: FaultyServer) -> Iterator[Page]:
    """In a browser of its own, since it does not outlive the test unharmed."""
    browser = playwright.chromium.launch(executable_path=chromium, args=[*PLAIN, *SOFTWARE_GPU])
    yield open_engine(browser, server.address, [])
    browser.close()
