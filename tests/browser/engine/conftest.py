"""Fixtures: the engine's own small site, and pages of a Chromium with and without WebGPU."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_site import FaultyServer, build_site, serving
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

PLAIN = ["--no-sandbox", "--disable-background-networking"]
SOFTWARE_GPU = [
    "--enable-unsafe-webgpu",
    "--enable-features=Vulkan",
    "--use-webgpu-adapter=swiftshader",
    "--enable-unsafe-swiftshader",
]


@pytest.fixture(scope="session")
def engine_folder(root: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine-site")
    build_site(root, folder, environment)
    return folder


@pytest.fixture
def server(engine_folder: Path) -> Iterator[FaultyServer]:
    with serving(engine_folder) as running:
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


START = """
globalThis.engine = createEngine();
globalThis.states = [];
void engine.status.subscribe(({name}) => { if (states.at(-1) !== name) states.push(name) });
"""


def open_engine(browser: Browser, address: str, problems: list[str]) -> Page:
    """A fresh profile's page with `engine` as a global; the console's errors are added to ``problems``."""
    page = browser.new_context().new_page()
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    start_engine(page, address)
    return page


def start_engine(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(START)


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture
def page(wasm_browser: Browser, server: FaultyServer, problems: list[str]) -> Iterator[Page]:
    opened = open_engine(wasm_browser, server.address, problems)
    yield opened
    opened.context.close()


@pytest.fixture
def gpu_page(gpu_browser: Browser, server: FaultyServer, problems: list[str]) -> Iterator[Page]:
    opened = open_engine(gpu_browser, server.address, problems)
    yield opened
    opened.context.close()
