"""A headless Chromium that runs one variant for the engine's benchmark, and the memory of its process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from glassformer.headless import launched

MINUTES = 60_000  # milliseconds


class Browser:
    """One variant in one page. It downloads its weights once: a further load takes them from the browser's store."""

    def __init__(self, playwright: Any, address: str, variant: str) -> None:
        self.address, self.variant = address, variant
        self.browser = launched(playwright)
        self.version: str = self.browser.version
        self.context = self.browser.new_context()
        self.page = self._open()

    def load(self) -> dict[str, Any]:
        """Load in a fresh page; milliseconds from weights to a model that runs, and gigabytes while it loads."""
        self.page.close()
        self.page = self._open()
        processes = self._renderers()
        before = _memory(processes)
        self.page.evaluate(f"globalThis.loading = load('{self.variant}'); undefined")
        self.page.wait_for_function("['verifying', 'starting', 'ready', 'failed'].includes(state())", polling=20)
        downloading = _memory(processes)
        milliseconds = self.page.evaluate("loading")
        after = _memory(processes)
        ours = max(processes, key=lambda process: after[process]["VmRSS"])  # the others hold no model
        peaks = {"before": before[ours]["VmRSS"], "downloading": downloading[ours]["VmHWM"]}
        peaks |= {"starting": after[ours]["VmHWM"], "running": after[ours]["VmRSS"]}
        return {"create": milliseconds, "gigabytes": peaks}

    def measure(self) -> dict[str, Any]:
        """Milliseconds: ``prefill``, and ``decode`` after each of the contexts."""
        return self.page.evaluate("measure()")

    @property
    def longest_task(self) -> float:
        """Milliseconds of the page's longest task on its main thread since it was opened; 0 when none was long."""
        return self.page.evaluate("longestTask()")

    def close(self) -> None:
        self.browser.close()

    def _open(self) -> Any:
        page = self.context.new_page()
        page.set_default_timeout(30 * MINUTES)
        page.goto(self.address)
        page.wait_for_function("globalThis.measure !== undefined")
        return page

    def _renderers(self) -> list[int]:
        """Process ids: the page's is among them."""
        found = self.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        return [process["id"] for process in found if process["type"] == "renderer"]


@contextmanager
def opened(playwright: Any, address: str, variants: tuple[str, ...]) -> Iterator[list[Browser]]:
    """A browser for each variant, all open at once."""
    browsers: list[Browser] = []
    try:
        for variant in variants:
            browsers.append(Browser(playwright, address, variant))
        yield browsers
    finally:
        for browser in browsers:
            browser.close()


def _memory(processes: list[int]) -> dict[int, dict[str, float]]:
    """Gigabytes of each process: resident now (VmRSS), and at most since this was last asked (VmHWM). Linux only."""
    found = {}
    for process in processes:
        folder = Path("/proc", str(process))
        status = re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", (folder / "status").read_text())
        found[process] = {name: int(kilobytes) * 1024 / 1e9 for name, kilobytes in status}
        (folder / "clear_refs").write_text("5")  # forget the peak
    return found
