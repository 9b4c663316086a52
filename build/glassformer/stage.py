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
from glassformer.published import Published

FileList = Callable[[Mapping[str, Any]], Iterable[str]]

MANIFEST = "manifest.json"
STAGES_INDEX = "training/index.json"
MODEL_LIST = "index.json"
LARGEST_FILE = 20_000_000  # bytes; common limit of static hosts
PACKED = {".safetensors", ".onnx", ".wasm"}
PACKED_NAMES = {"tokenizer.json"}
RUNTIMES = ("ort-wasm-simd-threaded", "ort-wasm-simd-threaded.jspi", "ort-wasm-simd-threaded.asyncify")


def stage(paths: Paths, site: Path) -> int:
    """Copy everything that the pages fetch below ``site``; returns the number of bytes.

    Raises GlassformerError where a part has not been built, or a file is larger than hosts allow.
    """
    cache = paths.artifacts / "gzip"
    published = Published.read(paths)
    used = {_put(source, site / target, cache) for source, target in staged_files(paths, published)}
    for file in set(cache.glob("*.gz")) - used:
        file.unlink()
    for slug in published.models:
        target = site / "models" / slug / MANIFEST
        target.write_bytes(published_manifest(paths, slug, published.shards_url(slug)))
    (site / "models" / MODEL_LIST).write_bytes(model_list(paths, published))
    return _check_sizes(site)


def model_list(paths: Paths, published: Published) -> bytes:
    """What a reader chooses from, where the site holds several models: the folder, name and size of each."""
    models = [_read(paths.variants(slug) / MANIFEST)["model"] | {"slug": slug} for slug in published.models]
    kept = [{name: model[name] for name in ("slug", "name", "parameters")} for model in models]
    return (json.dumps(kept, indent=1, ensure_ascii=False) + "\n").encode()


def published_manifest(paths: Paths, slug: str, shards_url: str | None) -> bytes:
    """A model's manifest with each variant's fidelity from the report, and the shards' address if it is another."""
    manifest = _read(paths.variants(slug) / MANIFEST)
    report = _read(paths.report(slug))
    for name, variant in manifest["variants"].items():
        variant["fidelity"] = report["variants"][name]
    if shards_url:
        manifest["shards_url"] = shards_url
    return (json.dumps(manifest, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def staged_files(paths: Paths, published: Published) -> Iterator[tuple[Path, Path]]:
    """Pairs of a file and its place in the site, before packing adds ``.gz``."""
    yield from _scripts(paths.site_src / "dist" / "web")
    yield from _runtimes(paths.site_src / "node_modules" / "onnxruntime-web" / "dist")
    model_files = _model_files if published.models_url is None else _small_model_files
    for slug in published.models:
        yield from _listed(paths.traces(slug) / "index.json", _trace_files, Path("traces") / slug)
        yield from _listed(paths.variants(slug) / MANIFEST, model_files, Path("models") / slug)


def _scripts(folder: Path) -> Iterator[tuple[Path, Path]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        raise GlassformerError(f"{folder} is empty: run `npm run build` in site_src")
    for path in files:
        yield path, Path("assets/glassformer") / path.relative_to(folder)


def _listed(path: Path, files: FileList, target: Path) -> Iterator[tuple[Path, Path]]:
    """A model's list, and what it names: files of an earlier run stay behind."""
    for name in (path.name, *files(_read(path))):
        yield path.parent / name, target / name


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise GlassformerError(f"{path} is missing: run `glassformer build` with this model") from error


def _trace_files(index: Mapping[str, Any]) -> Iterator[str]:
    for prompt in index["prompts"]:
        yield from (prompt["core"], *prompt["layers"], prompt["weights"], *prompt["layer_weights"], *prompt["stages"])
        yield prompt["continuation"]
        yield from (prompt[name] for name in ("ablation", "precision") if prompt[name])
    if any(prompt["stages"] for prompt in index["prompts"]):
        yield STAGES_INDEX


def _model_files(manifest: Mapping[str, Any]) -> Iterator[str]:
    yield from _small_model_files(manifest)
    for variant in manifest["variants"].values():
        yield from (shard["file"] for weights in variant["weights"] for shard in weights["shards"])


def _small_model_files(manifest: Mapping[str, Any]) -> Iterator[str]:
    yield from (manifest[name]["file"] for name in ("tokenizer", "seen_tokens") if name in manifest)
    for variant in manifest["variants"].values():
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
