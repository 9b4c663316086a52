"""The graph of a variant for one provider: the fp32 graph with quantized operators in place of its stored weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from glassformer.quantize import BLOCK
from glassformer.variant_weights import VariantWeights

OPSET = 21  # DequantizeLinear in blocks


def variant_graph(source: onnx.ModelProto, weights: VariantWeights, provider: str) -> onnx.ModelProto:
    """``provider``: ``webgpu`` (MatMulNBits) or ``wasm`` (DequantizeLinear); both read the same bytes."""
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

    def __init__(self, weights: VariantWeights, provider: str) -> None:
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
            for key, part in (("location", "path"), ("offset", "offset"), ("length", "bytes")):
                tensor.external_data.add(key=key, value=str(slot[part]))
            self.initializers[name] = tensor
        return name

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], name=f"{operator}:{output}", **attributes))
        return output
