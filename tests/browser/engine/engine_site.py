"""A site that holds the engine, the embedded model and nothing else."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

RUNTIMES = ("ort-wasm-simd-threaded", "ort-wasm-simd-threaded.jspi", "ort-wasm-simd-threaded.asyncify")
PAGE = '<!doctype html><meta charset="utf-8"><title>engine</title><link rel="icon" href="data:,">'
PAGE += '<script type="module" src="assets/glassformer/main.js"></script>'


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
    _copy(variants / manifest["seen_tokens"]["file"], models)
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
