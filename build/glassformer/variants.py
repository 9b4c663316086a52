"""The fp32 graph -> browser variants: one sharded weights file each, and two small graphs that read it.

- ``webgpu``: MatMulNBits for every product and GatherBlockQuantized for the embedding (com.microsoft operators).
- ``wasm``: the same bytes through DequantizeLinear, which onnxruntime folds into fp32 weights when a session is created
  with ``session.disable_quant_qdq = "1"``; the products then run at fp32 speed.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper

from glassformer.config import ModelConfig
from glassformer.errors import GlassformerError
from glassformer.files import sha256_of
from glassformer.quantize import BLOCK, Quantized, quantize
from glassformer.schema import schema_hash
from glassformer.weights_file import Slot, WeightsPacker, write_named

MANIFEST_VERSION = 1
OPSET = 21  # DequantizeLinear in blocks
VARIANTS = {"q8": 8, "q4": 4}
PROVIDERS = ("webgpu", "wasm")
INLINE_BYTES = 256  # smaller tensors stay inside the graph


def make(model_path: Path, folder: Path, model: dict[str, Any], tokenizer: Path) -> Path:
    """Write every variant of the fp32 graph at ``model_path`` and the manifest into ``folder``; returns manifest.json.

    ``model`` is the manifest's entry about the model (id, name, source, licence, sha256, config, parameters).
    """
    _check_widths(ModelConfig(**model["config"]))
    folder.mkdir(parents=True, exist_ok=True)
    source = onnx.load(str(model_path))
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    manifest = {
        "manifest_version": MANIFEST_VERSION,
        "schema_hash": schema_hash(),
        "model": model,
        "tokenizer": _described(folder / "tokenizer.json"),
        "variants": {name: make_variant(source, folder, name, bits) for name, bits in VARIANTS.items()},
    }
    path = folder / "manifest.json"
    path.write_text(canonical_json(manifest), encoding="utf-8")
    return path


def make_variant(source: onnx.ModelProto, folder: Path, name: str, bits: int) -> dict[str, Any]:
    """Quantize, pack and write one variant; returns its entry of the manifest."""
    weights = _Weights(source.graph, bits)
    graphs = {}
    for provider in PROVIDERS:
        content = _graph(source, weights, provider).SerializeToString(deterministic=True)
        graphs[provider] = write_named(folder, f"{name}-{provider}", ".onnx", content)
    files = weights.packer.write(folder, name)
    weights_bytes = sum(int(str(file["bytes"])) for file in files)
    return {
        "bits": bits,
        "weights_bytes": weights_bytes,
        "bytes": weights_bytes + sum(int(str(graph["bytes"])) for graph in graphs.values()),
        "weights": files,
        "graphs": graphs,
        "tensors": weights.tensors,
    }


class _Weights:
    """Quantizes and places every weight of a graph once; remembers where each lies."""

    def __init__(self, graph: GraphProto, bits: int) -> None:
        self.packer = WeightsPacker()
        self.tensors: dict[str, dict[str, Any]] = {}
        self.products = _products(graph)
        gathered = {node.input[0] for node in graph.node if node.op_type == "Gather"}
        transposed = dict(self.products.values())
        for initializer in graph.initializer:
            array = numpy_helper.to_array(initializer)
            if initializer.name in transposed:
                matrix = array if transposed[initializer.name] else np.ascontiguousarray(array.T)
                self._place_quantized(initializer.name, quantize(matrix, bits))
            elif initializer.name == "wte" and initializer.name in gathered:  # the head has weights of its own
                self._place_quantized(initializer.name, quantize(array, bits))
            elif array.nbytes >= INLINE_BYTES:
                self._place(initializer.name, array)

    def _place_quantized(self, name: str, quantized: Quantized) -> None:
        data, scales = self.packer.add(quantized.data), self.packer.add(quantized.scales)
        self.tensors[name] = {
            **asdict(data),
            "bits": quantized.bits,
            "block_size": BLOCK,
            "shape": list(quantized.shape),
            "scales": {**asdict(scales), "dtype": "float16", "shape": list(quantized.scales.shape)},
        }

    def _place(self, name: str, array: NDArray) -> None:
        dtype = str(array.dtype)
        self.tensors[name] = {**asdict(self.packer.add(array)), "dtype": dtype, "shape": list(array.shape)}


def _products(graph: GraphProto) -> dict[str, tuple[str, bool]]:
    """MatMul nodes with a stored weight: node output -> (initializer, whether the graph transposes it first)."""
    stored = {initializer.name for initializer in graph.initializer}
    transposes = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Transpose"}
    products: dict[str, tuple[str, bool]] = {}
    for node in graph.node:
        if node.op_type == "MatMul":
            right = node.input[1]
            if right in stored:
                products[node.output[0]] = (right, False)
            elif transposes.get(right) in stored:
                products[node.output[0]] = (transposes[right], True)
    return products


def _graph(source: onnx.ModelProto, weights: _Weights, provider: str) -> onnx.ModelProto:
    builder = _GraphBuilder(weights, provider)
    for node in source.graph.node:
        builder.add(node)
    inline = [i for i in source.graph.initializer if i.name not in weights.tensors]
    graph = helper.make_graph(
        builder.nodes,
        "glassformer",
        list(source.graph.input),
        list(source.graph.output),
        inline + list(builder.initializers.values()),
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="glassformer")


class _GraphBuilder:
    """Copies a graph node by node, putting the quantized operators of one provider in place of the stored weights."""

    def __init__(self, weights: _Weights, provider: str) -> None:
        self.weights, self.provider = weights, provider
        self.nodes: list[NodeProto] = []
        self.initializers: dict[str, TensorProto] = {}
        self._values: dict[str, str] = {}

    def add(self, node: NodeProto) -> None:
        if node.output[0] in self.weights.products:
            name, _ = self.weights.products[node.output[0]]
            make = self._matmul_nbits if self.provider == "webgpu" else self._dequantized_matmul
            make(name, node.input[0], node.output[0])
        elif node.op_type == "Gather" and "bits" in self.weights.tensors.get(node.input[0], {}):
            self._gather(node.input[0], node.input[1], node.output[0])
        elif node.op_type == "Transpose" and node.input[0] in self.weights.tensors:
            pass  # the product reads the stored rows as they lie
        else:
            for name in (name for name in node.input if name in self.weights.tensors):
                tensor = self.weights.tensors[name]
                kind = helper.np_dtype_to_tensor_dtype(np.dtype(tensor["dtype"]))
                self._external(name, kind, tensor["shape"], tensor)
            self.nodes.append(node)

    def _matmul_nbits(self, name: str, x: str, output: str) -> None:
        tensor = self.weights.tensors[name]
        (rows, columns), bits = tensor["shape"], tensor["bits"]
        shape = [rows, columns // BLOCK, BLOCK * bits // 8]
        packed = self._external(f"{name}.blocks", TensorProto.UINT8, shape, tensor)
        self._node(
            "MatMulNBits", [x, packed, self._scales(name)], output, domain="com.microsoft",
            K=columns, N=rows, bits=bits, block_size=BLOCK,
        )  # fmt: skip

    def _dequantized_matmul(self, name: str, x: str, output: str) -> None:
        self._node("MatMul", [x, self._dequantized(name)], output)

    def _dequantized(self, name: str) -> str:
        """The fp32 weight ``[K, N]`` as an expression that onnxruntime folds once, at session creation."""
        if name not in self._values:
            tensor = self.weights.tensors[name]
            kind = TensorProto.UINT8 if tensor["bits"] == 8 else TensorProto.UINT4
            stored = self._external(f"{name}.stored", kind, tensor["shape"], tensor)
            zero = self._zero_points(tensor["scales"]["shape"], kind, 1 << (tensor["bits"] - 1))
            rows = self._node(
                "DequantizeLinear", [stored, self._scales(name), zero], f"{name}.rows", axis=1, block_size=BLOCK
            )
            self._values[name] = self._node("Transpose", [rows], f"{name}.columns", perm=[1, 0])
        return self._values[name]

    def _zero_points(self, shape: list[int], kind: int, zero: int) -> str:
        """A constant tensor made by an operator, so that it takes no room in the file."""
        name = f"zero_points_{kind}_{'x'.join(map(str, shape))}"
        if name not in self._values:
            dims = f"{name}.shape"
            self.initializers[dims] = numpy_helper.from_array(np.array(shape, np.int64), dims)
            value = helper.make_tensor("value", TensorProto.UINT8, [1], [zero])
            wide = self._node("ConstantOfShape", [dims], f"{name}.bytes", value=value)
            self._values[name] = wide if kind == TensorProto.UINT8 else self._node("Cast", [wide], name, to=kind)
        return self._values[name]

    def _gather(self, name: str, ids: str, output: str) -> None:
        tensor = self.weights.tensors[name]
        (rows, columns), bits = tensor["shape"], tensor["bits"]
        packed = self._external(f"{name}.bytes", TensorProto.UINT8, [rows, columns * bits // 8], tensor)
        self._node(
            "GatherBlockQuantized", [packed, ids, self._scales(name)], output, domain="com.microsoft",
            bits=bits, block_size=BLOCK, gather_axis=0, quantize_axis=1,
        )  # fmt: skip

    def _scales(self, name: str) -> str:
        """The scales in fp32: stored in fp16, cast when the session is created."""
        key = f"{name}.scales"
        if key not in self._values:
            scales = self.weights.tensors[name]["scales"]
            stored = self._external(f"{key}.fp16", TensorProto.FLOAT16, scales["shape"], scales)
            self._values[key] = self._node("Cast", [stored], key, to=TensorProto.FLOAT)
        return self._values[key]

    def _external(self, name: str, dtype: int, shape: list[int], slot: dict[str, Any]) -> str:
        if name not in self.initializers:
            tensor = TensorProto(name=name, data_type=dtype, dims=shape, data_location=TensorProto.EXTERNAL)
            place = Slot(slot["path"], slot["offset"], slot["bytes"])
            for key, value in (("location", place.path), ("offset", place.offset), ("length", place.bytes)):
                tensor.external_data.add(key=key, value=str(value))
            self.initializers[name] = tensor
        return name

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], name=f"{operator}:{output}", **attributes))
        return output


def _check_widths(config: ModelConfig) -> None:
    for name, width in (("n_embd", config.d_model), ("n_inner", config.d_mlp)):
        if width % BLOCK:
            raise GlassformerError(f"{name} is {width}: variants need widths that are multiples of {BLOCK}")


def _described(path: Path) -> dict[str, object]:
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}


def canonical_json(value: object) -> str:
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
