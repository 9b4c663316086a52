"""What the measurements and pictures in headless Chromium share: how it is started, and a server of a folder."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def launched(playwright: Any) -> Any:
    """A Chromium: the one that GLASSFORMER_CHROMIUM names, else Playwright's own."""
    return playwright.chromium.launch(executable_path=os.environ.get("GLASSFORMER_CHROMIUM"), args=list(ARGUMENTS))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of ``folder``."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
