"""A page that holds a running engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from faulty_server import serving

CHOICE = "{model: 'embedded', variant: 'q4', provider: 'wasm'}"
ON_GPU = "{model: 'embedded', variant: 'q4', provider: 'webgpu'}"

START = """
globalThis.engine = createEngine();
// A call's outcome, and where the engine stands, as plain data.
globalThis.outcome = (promise) => promise.then(
  () => ({ok: true}), (error) => ({ok: false, name: error.name, code: error.code, message: error.message}));
globalThis.state = () => ({name: engine.status.current.name, code: engine.status.current.error?.code});
undefined;
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


@contextmanager
def loaded_engine(browser: Browser, folder: Path, problems: list[str], provider: str) -> Iterator[Page]:
    """A page whose engine has q8 running on ``provider``: one for many tests, as loading takes seconds."""
    with serving(folder) as server:
        page = open_engine(browser, server.address, problems)
        choice = {"model": "embedded", "variant": "q8", "provider": provider}
        assert page.evaluate("(choice) => engine.load(choice).then(({provider}) => provider)", choice) == provider
        yield page
        page.context.close()


def load(page: Page, choice: str = CHOICE) -> dict[str, Any]:
    return page.evaluate(f"outcome(engine.load({choice}))")


def state(page: Page) -> dict[str, Any]:
    return page.evaluate("state()")


def runs(page: Page) -> bool:
    best = "engine.trace('The cat sat on the', {lens: false}).then((trace) => trace.tensor('top_ids').data.length)"
    return page.evaluate(best) == 50


def crash_gpu(page: Page) -> None:
    browser = page.context.browser
    assert browser
    with suppress(PlaywrightError):  # some versions answer, some do not
        browser.new_browser_cdp_session().send("Browser.crashGpuProcess")
