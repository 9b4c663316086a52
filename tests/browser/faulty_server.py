"""A server of a built site, below a prefix, that can be told to fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from _server import SiteHandler

PREFIX = "/some/where/"

# Answers a request itself and returns True, or leaves it to the server.
Fault = Callable[["FaultyHandler"], bool]


class FaultyServer(ThreadingHTTPServer):
    """Serves a folder below PREFIX. ``faults`` maps a part of a path to what happens there; ``asked`` records GETs."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        self.faults: dict[str, Fault] = {}
        self.asked: list[str] = []
        self.stopped = False
        super().__init__(("127.0.0.1", 0), partial(FaultyHandler, directory=str(folder), prefix=PREFIX, quiet=True))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{PREFIX}"

    def stop(self) -> None:
        """From now on nobody answers, not even on connections that are open."""
        self.stopped = True
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up, as a cancelled download does, is no error."""


class FaultyHandler(SiteHandler):
    """Asks the server's faults before it answers."""

    def parse_request(self) -> bool:
        assert isinstance(self.server, FaultyServer)
        self.close_connection = True
        return not self.server.stopped and super().parse_request()

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        assert isinstance(self.server, FaultyServer)
        self.server.asked.append(self.path)
        for part, fault in list(self.server.faults.items()):
            if part in self.path and fault(self):
                return
        super().do_GET()


@contextmanager
def serving(folder: Path) -> Iterator[FaultyServer]:
    server = FaultyServer(folder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int) -> Fault:
    """Answer with a status and no content."""

    def answer(handler: FaultyHandler) -> bool:
        handler.send_response(code)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return True

    return answer


def held(release: threading.Event) -> Fault:
    """Keep the request waiting until ``release`` is set, then leave it to the server."""

    def wait(_handler: FaultyHandler) -> bool:
        release.wait(60)
        return False

    return wait
