"""The graph of a variant for one provider: the fp32 graph over the variant's weights instead of its own.

WebAssembly multiplies packed numbers some ten times slower than fp32. Its graph therefore asks for fp32 matrices, as
external data in files that are named like the matrices and exist nowhere: whoever runs the graph unpacks a matrix when
the runtime reads its file. Left to the runtime, as DequantizeLinear nodes that it folds, this takes longer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper

from glassformer.graph_fusions import fuse
from glassformer.quantize import BLOCK
from glassformer.variant_weights import VariantWeights

OPSET = 20  # Gelu
SLICE_BYTES = 20_000_000  # of a matrix in fp32: what a reader unpacks at once


def variant_graph(source: onnx.ModelProto, weights: VariantWeights, provider: str) -> onnx.ModelProto:
    """``provider``: ``webgpu`` (MatMulNBits) or ``wasm`` (Gemm in fp32); both come from the same bytes."""
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
    if provider == "wasm":
        fuse(graph)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="glassformer")


class _GraphBuilder:
    """Copies a graph node by node, putting the operators of one provider in place of those that read stored weights."""

    def __init__(self, weights: VariantWeights, provider: str) -> None:
        self.weights, self.provider = weights, provider
        self.nodes: list[NodeProto] = []
        self.initializers: dict[str, TensorProto] = {}
        self._values: dict[str, str] = {}

    def add(self, node: NodeProto) -> None:
        if node.output[0] in self.weights.products:
            name, _ = self.weights.products[node.output[0]]
            make = self._matmul_nbits if self.provider == "webgpu" else self._unpacked_matmul
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

    def _unpacked_matmul(self, name: str, x: str, output: str) -> None:
        """``Gemm`` by the rows of ``name`` in fp32; a large matrix comes in slices, so that none is held twice."""
        rows, columns = self.weights.tensors[name]["shape"]
        at_once = max(1, SLICE_BYTES // (4 * columns))
        if rows <= at_once:
            self._node("Gemm", [x, self._unpacked(name, 0, rows)], output, transB=1)
            return
        parts = [
            self._node(
                "Gemm", [x, self._unpacked(name, start, min(at_once, rows - start))], f"{output}.{start}", transB=1
            )
            for start in range(0, rows, at_once)
        ]
        self._node("Concat", parts, output, axis=1)

    def _unpacked(self, name: str, start: int, rows: int) -> str:
        """Some rows of the fp32 matrix ``[N, K]``, in a file that is named like it."""
        columns = self.weights.tensors[name]["shape"][1]
        slot = {"path": name, "offset": 4 * columns * start, "bytes": 4 * columns * rows}
        return self._external(f"{name}.fp32.{start}", TensorProto.FLOAT, [rows, columns], slot)

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
            for key, part in (("location", "path"), ("offset", "offset"), ("length", "bytes")):
                tensor.external_data.add(key=key, value=str(slot[part]))
            self.initializers[name] = tensor
        return name

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], name=f"{operator}:{output}", **attributes))
        return output
