"""A reader's visit to the site: what they do, and everything that goes wrong meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, expect

LIVE = 60_000  # milliseconds to load the model on a slow machine
RUN = 30_000  # and to run it on a text


class Visit:
    """One page in a profile of its own. ``problems`` collects console errors, page errors and requests elsewhere."""

    def __init__(self, context: BrowserContext, address: str, script: str | None = None) -> None:
        self.context, self.address = context, address
        self.problems: list[str] = []
        self.expected: list[str] = []  # parts of console errors that the test causes
        if script:
            context.add_init_script(script)
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        context.on("request", self._request)

    @classmethod
    def beside(cls, other: Visit) -> Visit:
        """Another tab of the same browser."""
        return cls(other.context, other.address)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in self.expected):
            self.problems.append(f"console: {message.text} ({message.location.get('url')})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"request elsewhere: {request.url}")

    def open(self, name: str) -> None:
        self.page.goto(f"{self.address}{name}")

    def figure(self, kind: str, number: int = 0) -> Locator:
        """The custom element of a kind, in the order of the page."""
        return self.page.locator(f"gf-{kind}").nth(number)

    def ready(self, kind: str, number: int = 0) -> Locator:
        """The same, scrolled to and interactive."""
        figure = self.figure(kind, number)
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-state", "ready")
        return figure

    @property
    def prompt(self) -> Locator:
        return self.figure("prompt")

    @property
    def text(self) -> Locator:
        return self.prompt.locator("textarea")

    def offer(self) -> str:
        """Ask to run live; returns what would be downloaded."""
        self.prompt.locator("[data-control=run-live]").click()
        expect(self.prompt.locator("[data-control=accept]")).to_be_visible(timeout=RUN)
        return self.prompt.locator("[data-part=status]").inner_text()

    def run_live(self) -> None:
        """Load the model; the text of the box has been run when this returns."""
        self.offer()
        self.prompt.locator("[data-control=accept]").click()
        expect(self.prompt).to_have_attribute("data-state", "on", timeout=LIVE)
        self.settled()

    def write(self, text: str) -> None:
        """Type a text of one's own and wait until it has been run, or refused."""
        self.text.fill(text)
        self.settled()

    def settled(self) -> None:
        """What was typed last has been run, and the figures show it."""
        expect(self.prompt).to_have_attribute("data-run", re.compile("idle|failed"), timeout=RUN)
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0, timeout=RUN)

    def table(self, figure: Locator) -> list[list[str]]:
        """The figure's numbers as text, the head row first."""
        details = figure.locator("details.gf-table")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
            self.page.evaluate(
                "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
            )  # filled as it opens
        rows: Any = figure.locator("[data-part=table-body] table").evaluate(
            "table => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent))"
        )
        return rows


def drawing(figure: Locator) -> str:
    return figure.locator("[data-part=drawing]").inner_html()


def source(figure: Locator) -> str:
    return figure.locator("[data-part=source]").inner_text()


Open = Callable[..., Visit]  # the fixture `open_page`
