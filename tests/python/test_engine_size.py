"""The engine's own JavaScript stays small: without onnxruntime-web, and compressed as servers do."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

MOST = 60_000


def test_the_engine_s_own_javascript(root: Path) -> None:
    chunks = {path.name: path.read_text(encoding="utf-8") for path in (root / "site_src/dist/web/chunks").glob("*.js")}
    assert chunks, "no chunks: run ./scripts/test, which builds them"
    waiting = [name for name in chunks if name.startswith("engine-")]
    assert len(waiting) == 1
    own: set[str] = set()
    while waiting:
        name = waiting.pop()
        own.add(name)
        named = set(re.findall(r"[\w.-]+\.js", chunks[name])) & chunks.keys()
        waiting += [other for other in named - own if not other.startswith("ort.")]
    assert any(name.startswith("worker-") for name in own)
    packed = sum(len(gzip.compress(chunks[name].encode(), mtime=0)) for name in own)
    assert packed <= MOST, f"{packed:,} bytes in {', '.join(sorted(own))}"
