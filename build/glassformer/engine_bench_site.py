"""The site that the engine's benchmark measures on: a page, the runtimes, and a model of GPT-2 small's shape."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, numpy_helper

from glassformer import variants
from glassformer.artefacts_code import code_files
from glassformer.benchmark import random_checkpoint
from glassformer.checkpoint import load
from glassformer.directives.program import node_path
from glassformer.export import export
from glassformer.files import sha256_of
from glassformer.schema import schema_hash
from glassformer.stage import RUNTIMES
from glassformer.variant_weights import INLINE_BYTES
from glassformer.weights_file import WeightsPacker, write_named

REFERENCE = "fp32"
PAGE = '<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">'
PAGE += '<script type="module" src="assets/glassformer/main.js"></script>'


def make(shape: str, folder: Path, site_src: Path, say: Callable[[str], None]) -> Path:
    """The site below ``folder``; its model is made once for each state of the code that makes it."""
    site, stamp = folder / "site", folder / "code"
    code = hashlib.sha256(b"".join(path.read_bytes() for path in code_files("glassformer.variants"))).hexdigest()
    if not stamp.is_file() or stamp.read_text() != code:
        shutil.rmtree(folder, ignore_errors=True)
        make_model(random_checkpoint(shape, folder / "checkpoint"), site / "models/bench", say)
        shutil.rmtree(folder / "checkpoint")
        stamp.write_text(code)
    make_page(site_src, site)
    return site


def make_model(checkpoint: Path, folder: Path, say: Callable[[str], None]) -> None:
    """The checkpoint's variants, and its fp32 graph as one more, as the engine reads them."""
    model = load(str(checkpoint))
    folder.mkdir(parents=True)
    say("exporting")
    source = onnx.load(str(export(model.config, model.tensors(), folder / "onnx")))
    entries = {}
    for name, bits in variants.VARIANTS.items():
        say(f"rounding to {bits} bits")
        entries[name] = variants.make_variant(source, folder, name, bits, {})
    entries[REFERENCE] = _reference(source, folder)
    shutil.rmtree(folder / "onnx")
    tokenizer = Path(shutil.copyfile(model.tokenizer, folder / "tokenizer.json"))
    manifest = {
        "manifest_version": variants.MANIFEST_VERSION,
        "schema_hash": schema_hash(),
        "model": {**model.as_json(), "id": "bench"},
        "tokenizer": {"file": tokenizer.name, "bytes": tokenizer.stat().st_size, "sha256": sha256_of(tokenizer)},
        "variants": entries,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for path in [*folder.glob("*.onnx"), tokenizer]:
        _pack(path, folder)
        path.unlink()


def _reference(source: onnx.ModelProto, folder: Path) -> dict[str, Any]:
    """The fp32 graph as a variant: the same files and shards, nothing rounded or fused. Changes ``source``."""
    packer = WeightsPacker()
    for tensor in source.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.nbytes < INLINE_BYTES:
            continue
        slot = packer.add(array)
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        for key, part in (("location", slot.path), ("offset", slot.offset), ("length", slot.bytes)):
            tensor.external_data.add(key=key, value=str(part))
    graph = write_named(folder, REFERENCE, ".onnx", source.SerializeToString())
    files = packer.write(folder, REFERENCE)
    size = sum(file["bytes"] for file in files)
    graphs = {"webgpu": graph}  # for all providers: none has a graph that is made for it
    return {"bits": 32, "bytes": size, "weights_bytes": size, "weights": files, "graphs": graphs, "tensors": {}}


def make_page(site_src: Path, folder: Path) -> None:
    """The page that measures, and the runtimes, below ``folder``."""
    command = [node_path(), "node_modules/vite/bin/vite.js", "build", "--config", "bench/vite.config.ts"]
    output = ["--outDir", str(folder / "assets/glassformer"), "--logLevel", "warn"]
    subprocess.run([*command, *output], cwd=site_src, check=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    for name in RUNTIMES:
        source = site_src / "node_modules/onnxruntime-web/dist" / name
        target = folder / "assets/ort"
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.with_name(f"{name}.mjs"), target / f"{name}.mjs")
        _pack(source.with_name(f"{name}.wasm"), target)


def _pack(path: Path, folder: Path) -> None:
    (folder / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), compresslevel=1, mtime=0))
