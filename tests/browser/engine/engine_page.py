"""A page that holds a running engine."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

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
