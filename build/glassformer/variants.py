"""The fp32 graph -> browser variants: one sharded weights file each, and two small graphs that read it.

- ``webgpu``: MatMulNBits for every product and GatherBlockQuantized for the embedding (com.microsoft operators).
- ``wasm``: Gemm by fp32 matrices, which a reader unpacks from the same bytes when the runtime asks for them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx

from glassformer.calibrate import gram_matrices
from glassformer.config import ModelConfig
from glassformer.errors import GlassformerError
from glassformer.files import sha256_of
from glassformer.quantize import BLOCK
from glassformer.schema import schema_hash
from glassformer.variant_graph import variant_graph
from glassformer.variant_weights import Grams, VariantWeights, product_inputs
from glassformer.weights_file import write_named

MANIFEST_VERSION = 1
VARIANTS = {"q8": 8, "q4": 4}
PROVIDERS = ("webgpu", "wasm")
# Bytes of fp32 weights that a wasm graph may fold to: more would come near wasm's 4 GB while a session is created.
WASM_BYTES = 2_000_000_000


def make(
    model_path: Path,
    folder: Path,
    model: dict[str, Any],
    files: Mapping[str, Path],
    calibration: Sequence[int],
    say: Callable[[str], None] = lambda text: None,
) -> Path:
    """Write every variant of the fp32 graph at ``model_path`` and the manifest into ``folder``; returns manifest.json.

    ``model`` is the manifest's entry about the model (id, name, source, licence, sha256, config, parameters), ``files``
    are those of the checkpoint that browsers read as they are (tokenizer, seen_tokens), ``calibration`` the token ids
    of a text in the model's language, by which weights are rounded.
    """
    config = ModelConfig(**model["config"])
    _check_widths(config)
    folder.mkdir(parents=True, exist_ok=True)
    source = onnx.load(str(model_path))
    say("measuring what goes into every product")
    grams = gram_matrices(model_path, config, calibration, product_inputs(source.graph))
    entries = {}
    for name, bits in VARIANTS.items():
        say(f"rounding to {bits} bits")
        entries[name] = make_variant(source, folder, name, bits, grams, providers(model["parameters"]))
    manifest = {
        "manifest_version": MANIFEST_VERSION,
        "schema_hash": schema_hash(),
        "model": model,
        "variants": entries,
        **{name: _copied(path, folder) for name, path in files.items()},
    }
    path = folder / "manifest.json"
    path.write_text(json.dumps(manifest, sort_keys=True, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def providers(parameters: int) -> tuple[str, ...]:
    """The providers that a model's variants get graphs for: WebGPU alone where wasm's memory would not do."""
    return tuple(provider for provider in PROVIDERS if provider != "wasm" or 4 * parameters <= WASM_BYTES)


def make_variant(
    source: onnx.ModelProto, folder: Path, name: str, bits: int, grams: Grams, allowed: Sequence[str] = PROVIDERS
) -> dict[str, Any]:
    """Quantize, pack and write one variant with a graph for each allowed provider; returns its manifest entry."""
    weights = VariantWeights(source.graph, bits, grams)
    graphs = {}
    for provider in allowed:
        content = variant_graph(source, weights, provider).SerializeToString(deterministic=True)
        graphs[provider] = write_named(folder, f"{name}-{provider}", ".onnx", content)
    files = weights.packer.write(folder, name)
    weights_bytes = sum(file["bytes"] for file in files)
    return {
        "bits": bits,
        "weights_bytes": weights_bytes,
        "bytes": weights_bytes + sum(graph["bytes"] for graph in graphs.values()),
        "weights": files,
        "graphs": graphs,
        "tensors": weights.tensors,
    }


def _check_widths(config: ModelConfig) -> None:
    for name, width in (("n_embd", config.d_model), ("n_inner", config.d_mlp)):
        if width % BLOCK:
            raise GlassformerError(f"{name} is {width}: variants need widths that are multiples of {BLOCK}")


def _copied(path: Path, folder: Path) -> dict[str, object]:
    """Copy a file of the checkpoint beside the shards; returns its entry of the manifest."""
    shutil.copyfile(path, folder / path.name)
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}
