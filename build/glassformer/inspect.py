"""What is in a file of the pipeline: a trace, a checkpoint's weights, a manifest, an index, a report, an ONNX graph."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glassformer.errors import GlassformerError

NEEDS = "allowed: .safetensors, .json (manifest, index or report) and .onnx, also gzipped"


@dataclass(frozen=True)
class Table:
    """A heading, what holds for the whole file, and rows."""

    title: str
    facts: Mapping[str, str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def inspect(path: Path) -> list[Table]:
    """Tables that describe a file. Raises GlassformerError for a file of another kind, or a damaged one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise GlassformerError(f"{path}: not readable ({error.strerror})") from error
    name = path.name
    if name.endswith(".gz"):
        name = name.removesuffix(".gz")
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError) as error:
            raise GlassformerError(f"{path}: damaged gzip ({error})") from error
    readers: dict[str, Callable[[Path, bytes], list[Table]]] = {
        ".safetensors": _safetensors,
        ".json": _json,
        ".onnx": _onnx,
    }
    suffix = Path(name).suffix
    if suffix not in readers:
        raise GlassformerError(f"{path}: nothing is known of files named *{suffix}; {NEEDS}")
    return readers[suffix](path, content)


def _safetensors(path: Path, content: bytes) -> list[Table]:
    from glassformer.schema import METADATA_KEY

    try:
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length])
    except ValueError as error:
        raise GlassformerError(f"{path}: damaged or not a safetensors file") from error
    if METADATA_KEY in header.pop("__metadata__", {}):
        return [_trace(path, content)]
    rows = [(name, tensor["dtype"], _shape(tensor["shape"])) for name, tensor in sorted(header.items())]
    return [Table(f"{path}: {len(rows)} tensors", {}, ("name", "dtype", "shape"), rows)]


def _trace(path: Path, content: bytes) -> Table:
    from glassformer import schema, trace_file

    tensors, meta = trace_file.decode(content, str(path))
    rows = [
        (field.name, " ".join(field.dims), _shape(tensors[field.name].shape), field.dtype, field.unit, field.meaning)
        for field in schema.fields(meta["level"])
    ]
    layer = "" if meta["layer"] is None else f", block {meta['layer']}"
    facts = {
        "model": f"{meta['model']['id']} ({meta['variant']})",
        "prompt": str(meta["prompt"]),
        "tokens": " ".join(map(repr, meta["tokens"])),
        "schema": meta["schema_hash"],
    }
    title = f"{path}: trace, {meta['level']}{layer}"
    return Table(title, facts, ("name", "dims", "shape", "dtype", "unit", "meaning"), rows)


def _json(path: Path, content: bytes) -> list[Table]:
    try:
        value = json.loads(content)
    except ValueError as error:
        raise GlassformerError(f"{path}: not readable as JSON ({error})") from error
    kinds = {"manifest_version": _manifest, "prompts": _index, "taps": _report}
    for key, read in kinds.items():
        if isinstance(value, dict) and key in value and "model" in value:
            return read(path, value)
    raise GlassformerError(f"{path}: neither a manifest, nor an index of traces, nor a report; {NEEDS}")


def _manifest(path: Path, manifest: Mapping[str, Any]) -> list[Table]:
    rows = []
    for name, variant in manifest["variants"].items():
        for weights in variant["weights"]:
            rows += [(name, weights["path"], shard["file"], _bytes(shard["bytes"])) for shard in weights["shards"]]
        rows += [
            (name, provider, graph["file"], _bytes(graph["bytes"])) for provider, graph in variant["graphs"].items()
        ]
        rows.append((name, "all", "", _bytes(variant["bytes"])))
    tokenizer = manifest["tokenizer"]
    rows.append(("", "tokenizer", tokenizer["file"], _bytes(tokenizer["bytes"])))
    facts = {**_model_facts(manifest["model"]), "schema": manifest["schema_hash"]}
    return [Table(f"{path}: manifest of variants", facts, ("variant", "part", "file", "size"), rows)]


def _index(path: Path, index: Mapping[str, Any]) -> list[Table]:
    rows = [
        (prompt["id"], str(len(prompt["tokens"])), prompt["text"], prompt["reason"].get("en", ""))
        for prompt in index["prompts"]
    ]
    facts = {**_model_facts(index["model"]), "variant": index["variant"], "schema": index["schema_hash"]}
    return [Table(f"{path}: index of traces", facts, ("prompt", "tokens", "text", "reason"), rows)]


def _report(path: Path, report: Mapping[str, Any]) -> list[Table]:
    """Agreement of the fp32 graph with transformers, then of each variant with the fp32 graph."""
    caches = [name for name, value in report["taps"].items() if isinstance(value, dict)]
    taps = sorted({tap for name in caches for tap in report["taps"][name]})
    tap_rows = [(tap, *(f"{report['taps'][name][tap]:.1e}" for name in caches)) for tap in taps]
    rows = [
        (variant, length, *(form.format(measured[name]) for name, (_, form) in FIDELITY.items()))
        for variant, entry in report["variants"].items()
        for length, measured in entry["context"].items()
    ]
    facts = {**_model_facts(report["model"]), "held-out text": report["heldout"]}
    title = f"{path}: fp32 graph against transformers, in standard deviations"
    columns = ("variant", "tokens", *(heading for heading, _ in FIDELITY.values()))
    return [
        Table(title, facts, ("tap", *(name.replace("_", " ") for name in caches)), tap_rows),
        Table("Variants against the fp32 graph: KL in nats, agreement, difference of logits", {}, columns, rows),
    ]


# What a report holds of a variant -> its heading and form.
FIDELITY = {
    "kl": ("KL", "{:.2g}"),
    "top_1_agreement": ("top 1", "{:.1%}"),
    "top_10_agreement": ("top 10", "{:.1%}"),
    "mean_logit_difference": ("mean", "{:.2g}"),
    "max_logit_difference": ("max", "{:.2g}"),
    "perplexity": ("perplexity", "{:.4g}"),
    "perplexity_reference": ("of fp32", "{:.4g}"),
}


def _onnx(path: Path, content: bytes) -> list[Table]:
    import onnx
    from google.protobuf.message import DecodeError

    try:
        model = onnx.load_from_string(content)
    except DecodeError as error:
        raise GlassformerError(f"{path}: damaged or not an ONNX graph") from error
    graph = model.graph
    if not graph.node:
        raise GlassformerError(f"{path}: damaged or not an ONNX graph")
    ports = [("input", port) for port in graph.input] + [("output", port) for port in graph.output]
    rows = [(direction, port.name, *_port(port.type.tensor_type)) for direction, port in ports]
    operators = Counter(node.op_type for node in graph.node)
    facts = {
        "opsets": ", ".join(f"{opset.domain or 'ai.onnx'} {opset.version}" for opset in model.opset_import),
        "operators": ", ".join(f"{name} {count}" for name, count in operators.most_common()),
        "stored tensors": str(len(graph.initializer)),
        "external files": ", ".join(sorted(_external_files(graph.initializer))) or "none",
    }
    return [Table(f"{path}: ONNX graph", facts, ("", "name", "dtype", "shape"), rows)]


def _port(tensor: Any) -> tuple[str, str]:
    import onnx

    shape = [axis.dim_param or str(axis.dim_value) for axis in tensor.shape.dim]
    return onnx.TensorProto.DataType.Name(tensor.elem_type).lower(), _shape(shape)


def _external_files(initializers: Sequence[Any]) -> set[str]:
    return {entry.value for tensor in initializers for entry in tensor.external_data if entry.key == "location"}


def _model_facts(model: Mapping[str, Any]) -> dict[str, str]:
    config = model["config"]
    sizes = ", ".join(f"{name} {config[name]}" for name in ("n_layer", "n_head", "d_model", "d_vocab", "n_ctx"))
    parameters = f"{model['parameters']:,} parameters" if "parameters" in model else ""
    return {"model": f"{model['name']} ({model['id']})", "shape": ", ".join(filter(None, (sizes, parameters)))}


def _shape(shape: Sequence[object]) -> str:
    return "[" + ", ".join(map(str, shape)) + "]"


def _bytes(count: int) -> str:
    return f"{count / 1e6:.2f} MB" if count >= 10_000 else f"{count} B"
