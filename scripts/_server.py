"""A web server for the built site, on this machine alone."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

# Some systems' own tables have these wrong, and browsers refuse modules and WebAssembly of another type.
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".json": "application/json",
    ".onnx": "application/octet-stream",
    ".safetensors": "application/octet-stream",
    ".woff2": "font/woff2",
}


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves a folder under a prefix, such as /some/where/, as a plain static host would."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args, prefix: str, quiet: bool, **options) -> None:
        self.prefix = prefix
        self.quiet = quiet
        super().__init__(*args, **options)

    def send_head(self):
        path = urlsplit(self.path).path
        if path.startswith(self.prefix):
            return super().send_head()
        if path in ("/", self.prefix.rstrip("/")):
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self.prefix)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.send_error(HTTPStatus.NOT_FOUND, f"The site is at {self.prefix}")
        return None

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def guess_type(self, path) -> str:
        return TYPES.get(Path(path).suffix) or super().guess_type(path)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # a rebuilt page shows without a forced reload
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if not self.quiet:
            super().log_request(code, size)


def make_server(folder: Path, port: int, prefix: str = "/", *, quiet: bool = False) -> ThreadingHTTPServer:
    """A server of `folder` at http://127.0.0.1:port/prefix, not yet running; port 0 takes a free one."""
    handler = partial(SiteHandler, directory=str(folder), prefix=prefix, quiet=quiet)
    return ThreadingHTTPServer(("127.0.0.1", port), handler)
