"""A site that holds the engine, the embedded model and nothing else, on a server that can be told to fail."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from _server import SiteHandler

PREFIX = "/some/where/"
RUNTIMES = ("ort-wasm-simd-threaded", "ort-wasm-simd-threaded.jspi", "ort-wasm-simd-threaded.asyncify")
PAGE = '<!doctype html><meta charset="utf-8"><title>engine</title><link rel="icon" href="data:,">'
PAGE += '<script type="module" src="assets/glassformer/main.js"></script>'

# Answers a request itself and returns True, or leaves it to the server.
Fault = Callable[["FaultyHandler"], bool]


class FaultyServer(ThreadingHTTPServer):
    """Serves a folder below PREFIX. ``faults`` maps the end of a path to what happens there; ``asked`` records GETs."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        self.faults: dict[str, Fault] = {}
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), partial(FaultyHandler, directory=str(folder), prefix=PREFIX, quiet=True))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{PREFIX}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up, as a cancelled download does, is no error."""


class FaultyHandler(SiteHandler):
    server: FaultyServer

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        self.server.asked.append(self.path)
        for ending, fault in list(self.server.faults.items()):
            if self.path.endswith(ending) and fault(self):
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


def build_site(root: Path, target: Path, environment: Mapping[str, str]) -> None:
    """Build harness.ts as production does, and stage it with the runtimes and the embedded model's variants."""
    build = ["node", str(Path(__file__).with_name("build.mjs")), str(target / "assets/glassformer")]
    subprocess.run(build, cwd=root / "site_src", env=dict(environment), check=True, capture_output=True)
    (target / "index.html").write_text(PAGE, encoding="utf-8")
    for name in RUNTIMES:
        source = root / "site_src/node_modules/onnxruntime-web/dist" / name
        _copy(source.with_name(f"{name}.mjs"), target / "assets/ort")
        _pack(source.with_name(f"{name}.wasm"), target / "assets/ort")
    models = target / "models/embedded"
    variants = root / "model_artifacts/variants/embedded"
    manifest = json.loads((variants / "manifest.json").read_text(encoding="utf-8"))
    _copy(variants / "manifest.json", models)
    _pack(variants / manifest["tokenizer"]["file"], models)
    for variant in manifest["variants"].values():
        for graph in variant["graphs"].values():
            _pack(variants / graph["file"], models)
        for weights in variant["weights"]:
            for shard in weights["shards"]:
                _copy(variants / shard["file"], models)


def _copy(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / source.name)


def _pack(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{source.name}.gz").write_bytes(gzip.compress(source.read_bytes(), compresslevel=1, mtime=0))
