"""Put models, traces, runtimes and the site's own scripts into a built site, once for all languages.

Static hosts seldom compress .wasm, .onnx or .safetensors, so these are stored gzipped and unpacked by the browser.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from glassformer.config import Paths
from glassformer.errors import GlassformerError
from glassformer.files import sha256_of, write_atomically

FileList = Callable[[Mapping[str, Any]], Iterable[str]]

LARGEST_FILE = 20_000_000  # bytes; common limit of static hosts
PACKED = {".safetensors", ".onnx", ".wasm"}
PACKED_NAMES = {"tokenizer.json"}
RUNTIMES = ("ort-wasm-simd-threaded", "ort-wasm-simd-threaded.jspi", "ort-wasm-simd-threaded.asyncify")


def stage(paths: Paths, site: Path) -> int:
    """Copy everything that the pages fetch below ``site``; returns the number of bytes.

    Raises GlassformerError where a part has not been built, or a file is larger than hosts allow.
    """
    cache = paths.artifacts / "gzip"
    used = {_put(source, site / target, cache) for source, target in staged_files(paths)}
    for file in set(cache.glob("*.gz")) - used:
        file.unlink()
    return _check_sizes(site)


def staged_files(paths: Paths) -> Iterator[tuple[Path, Path]]:
    """Pairs of a file and its place in the site, before packing adds ``.gz``."""
    yield from _scripts(paths.site_src / "dist" / "web")
    yield from _runtimes(paths.site_src / "node_modules" / "onnxruntime-web" / "dist")
    yield from _listed(paths.artifacts / "traces", "index.json", _trace_files, Path("traces"))
    yield from _listed(paths.artifacts / "variants", "manifest.json", _model_files, Path("models"))


def _scripts(folder: Path) -> Iterator[tuple[Path, Path]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        raise GlassformerError(f"{folder} is empty: run `npm run build` in site_src")
    for path in files:
        yield path, Path("assets/glassformer") / path.relative_to(folder)


def _listed(folder: Path, list_name: str, files: FileList, target: Path) -> Iterator[tuple[Path, Path]]:
    """What the list of each model names, and the list itself: files of an earlier run stay behind."""
    lists = sorted(folder.glob(f"*/{list_name}"))
    if not lists:
        raise GlassformerError(f"no {list_name} below {folder}: run `glassformer build`")
    for path in lists:
        for name in (list_name, *files(json.loads(path.read_text(encoding="utf-8")))):
            yield path.parent / name, target / path.parent.name / name


def _trace_files(index: Mapping[str, Any]) -> Iterator[str]:
    for prompt in index["prompts"]:
        yield prompt["core"]
        yield from prompt["layers"]


def _model_files(manifest: Mapping[str, Any]) -> Iterator[str]:
    yield manifest["tokenizer"]["file"]
    for variant in manifest["variants"].values():
        yield from (shard["file"] for weights in variant["weights"] for shard in weights["shards"])
        yield from (graph["file"] for graph in variant["graphs"].values())


def _runtimes(folder: Path) -> Iterator[tuple[Path, Path]]:
    for name in RUNTIMES:
        for suffix in (".mjs", ".wasm"):
            path = folder / f"{name}{suffix}"
            if not path.is_file():
                raise GlassformerError(f"{path} is missing: run `npm ci` in site_src")
            yield path, Path("assets/ort") / path.name


def _put(source: Path, target: Path, cache: Path) -> Path:
    """Copy a file, or its gzipped form, which is kept under the file's hash: the runtimes take seconds to pack.

    Returns the file that was copied.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix not in PACKED and source.name not in PACKED_NAMES:
        shutil.copyfile(source, target)
        return source
    packed = cache / f"{sha256_of(source)}.gz"
    if not packed.is_file():
        write_atomically(packed, gzip.compress(source.read_bytes(), compresslevel=9, mtime=0))
    shutil.copyfile(packed, target.with_name(f"{target.name}.gz"))
    return packed


def _check_sizes(site: Path) -> int:
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    for path, size in sizes.items():
        if size > LARGEST_FILE:
            name = path.relative_to(site).as_posix()
            raise GlassformerError(f"{name} has {size:,} bytes; a file of the site may have {LARGEST_FILE:,}")
    return sum(sizes.values())
