"""Weights on another origin: the reader is told its name, and nothing is fetched from it before they agree."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from faulty_server import FaultyHandler, FaultyServer, status
from visit import Open, source


class Bucket(ThreadingHTTPServer):
    """Serves a folder of models to pages of any origin; ``asked`` records the paths."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), partial(BucketHandler, directory=str(folder)))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class BucketHandler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Bucket)
        self.server.asked.append(self.path)
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def bucket(site: Path) -> Iterator[Bucket]:
    server = Bucket(site / "models")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_weights_from_another_origin(open_page: Open, site_server: FaultyServer, site: Path, bucket: Bucket) -> None:
    manifest = json.loads((site / "models" / "embedded" / "manifest.json").read_text(encoding="utf-8"))
    content = json.dumps({**manifest, "shards_url": f"http://{bucket.host}/embedded/"}).encode()

    def changed(handler: FaultyHandler) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)
        return True

    site_server.faults = {"models/embedded/manifest.json": changed, ".bin": status(404)}
    visit = open_page("index.html")
    assert bucket.host in visit.offer()
    assert bucket.asked == []
    assert visit.problems == []
    visit.prompt.locator("[data-control=decline]").click()
    visit.run_live()
    shards = [shard["file"] for file in manifest["variants"]["q8"]["weights"] for shard in file["shards"]]
    assert sorted(bucket.asked) == sorted(f"/embedded/{name}" for name in shards)
    assert source(visit.ready("probabilities", 1)) == "live · Glassformer embedded · q8"
    visit.problems = [problem for problem in visit.problems if bucket.host not in problem]
