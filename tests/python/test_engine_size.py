"""The engine's own JavaScript stays small: without onnxruntime-web, and compressed as servers do."""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Mapping
from pathlib import Path

MOST = 60_000


def test_the_engine_s_own_javascript(root: Path) -> None:
    chunks = {path.name: path.read_text(encoding="utf-8") for path in (root / "site_src/dist/web/chunks").glob("*.js")}
    assert chunks, "no chunks: run ./scripts/test, which builds them"
    page = reached(chunks, "start-", r'from"\./([\w.-]+\.js)"')  # what every page has fetched by then
    own = reached(chunks, "engine-", r"([\w.-]+\.js)", page)
    assert any(name.startswith("worker-") for name in own)
    packed = sum(len(gzip.compress(chunks[name].encode(), mtime=0)) for name in own)
    assert packed <= MOST, f"{packed:,} bytes in {', '.join(sorted(own))}"


def reached(chunks: Mapping[str, str], first: str, naming: str, without: Collection[str] = ()) -> set[str]:
    """The one chunk whose name begins with ``first``, and all that it leads to: ``naming`` finds what a chunk names."""
    waiting = [name for name in chunks if name.startswith(first)]
    assert len(waiting) == 1
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        named = set(re.findall(naming, chunks[name])) & chunks.keys()
        waiting += [other for other in named - found - {*without} if not other.startswith("ort.")]
    return found
