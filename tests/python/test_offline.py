"""What a browser is told that it may keep."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from glassformer.errors import GlassformerError
from glassformer.offline import PLACEHOLDER, listing, write_service_worker

PAGE = "<html><head><title>Bytes &amp; merges - Glassformer</title></head></html>"
KEPT = {
    "shell": ["assets/glassformer/main.js", "assets/stylesheets/main.1.css", "offline.html", "zh/offline.html"],
    "pages/.": ["index.html", "part/tokens.html", "search/search_index.json"],
    "pages/zh": ["zh/assets/stylesheets/main.1.css", "zh/index.html", "zh/search/search_index.json"],
    "figures/a--b": ["models/a--b/manifest.json", "traces/a--b/cat/core.safetensors.gz", "traces/a--b/index.json"],
    "runtime": ["assets/glassformer/chunks/ort.wasm.min-1.js", "assets/ort/ort-wasm-simd-threaded.mjs"],
    "other": ["assets/images/favicon.png"],
}
NOT_KEPT = [
    "404.html",
    "zh/404.html",
    "sitemap.xml.gz",
    "assets/stylesheets/main.1.css.map",
    "assets/ort/ort-wasm-simd-threaded.wasm.gz",
    "assets/javascripts/lunr/min/lunr.fr.min.js",
    "models/a--b/q8-1.bin",
    "models/a--b/q8-wasm-1.onnx.gz",
    "models/a--b/tokenizer.json.gz",
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in [*(name for names in KEPT.values() for name in names), *NOT_KEPT]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE if name.endswith(".html") else name, encoding="utf-8")
    return tmp_path


def test_each_file_has_its_part(site: Path) -> None:
    parts = listing(site, [".", "zh"])
    assert {part: [entry[0] for entry in entries] for part, entries in parts.items()} == KEPT


def test_an_entry_tells_content_size_and_title(site: Path) -> None:
    entries = {entry[0]: entry for entries in listing(site, [".", "zh"]).values() for entry in entries}
    revision = hashlib.sha256(PAGE.encode()).hexdigest()[:16]
    assert entries["zh/index.html"] == ("zh/index.html", revision, len(PAGE), "Bytes & merges")
    assert len(entries["traces/a--b/index.json"]) == 3


def test_the_service_worker_changes_with_any_listed_file_and_only_then(site: Path, tmp_path: Path) -> None:
    script = tmp_path.parent / "service-worker.js"
    script.write_text(f"keep({PLACEHOLDER})", encoding="utf-8")
    written = site / "service-worker.js"

    def write() -> str:
        write_service_worker(script, site, [".", "zh"])
        return written.read_text(encoding="utf-8")

    first = write()
    assert "other" in json.loads(first.removeprefix("keep(").removesuffix(")"))
    (site / "404.html").write_text("changed", encoding="utf-8")
    assert write() == first
    (site / "index.html").write_text("changed", encoding="utf-8")
    assert write() != first


def test_a_script_without_a_place_for_the_list_is_refused(site: Path, tmp_path: Path) -> None:
    with pytest.raises(GlassformerError, match="is missing: run `npm run build` in site_src"):
        write_service_worker(tmp_path / "none.js", site, ["."])
    script = tmp_path / "script.js"
    script.write_text("keep()", encoding="utf-8")
    with pytest.raises(GlassformerError, match=r"names self\.__WB_MANIFEST 0 times"):
        write_service_worker(script, site, ["."])
