"""scripts/serve serves the site under any prefix, as a plain static host does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from _server import make_server

Start = Callable[[str], str]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a server of a small site under a prefix and returns its address, without a slash at its end."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    for name in ("main.js", "ort.mjs", "ort.wasm", "core.safetensors.gz"):
        (tmp_path / "assets" / name).write_bytes(b"content")
    servers = []

    def run(prefix: str) -> str:
        server = make_server(tmp_path, 0, prefix, quiet=True)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield run
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("prefix", ["/", "/some/where/"])
def test_pages_stand_under_the_prefix(start: Start, prefix: str) -> None:
    address = start(prefix) + prefix
    with urlopen(address) as home:
        assert home.read() == b"home"
        assert home.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("main.js", "text/javascript"),
        ("ort.mjs", "text/javascript"),
        ("ort.wasm", "application/wasm"),
        ("core.safetensors.gz", "application/gzip"),
    ],
)
def test_types(start: Start, name: str, kind: str) -> None:
    with urlopen(f"{start('/')}/assets/{name}") as file:
        assert file.read() == b"content"
        assert file.headers["Content-Type"] == kind
        assert file.headers["Content-Encoding"] is None


@pytest.mark.parametrize("path", ["/index.html", "/somewhere/", "/some/where/missing.html"])
def test_nothing_stands_elsewhere(start: Start, path: str) -> None:
    with pytest.raises(HTTPError) as answer:
        urlopen(start("/some/where/") + path)
    with answer.value:
        assert answer.value.code == 404


@pytest.mark.parametrize("path", ["/", "/some/where"])
def test_the_way_to_the_prefix(start: Start, path: str) -> None:
    with urlopen(start("/some/where/") + path) as home:
        assert home.url.endswith("/some/where/")


def test_folder_without_slash_leads_to_the_folder(start: Start) -> None:
    with urlopen(start("/some/where/") + "/some/where/assets") as listing:
        assert listing.url.endswith("/some/where/assets/")
