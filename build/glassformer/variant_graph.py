"""The graph of a variant for one provider: the fp32 graph with quantized operators in place of its stored weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from glassformer.graph_fusions import fuse
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
    if provider == "wasm":
        fuse(graph)
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
        self._node("Gemm", [x, self._dequantized(name)], output)

    def _dequantized(self, name: str) -> str:
        """The fp32 weight ``[K, N]`` as an expression that onnxruntime folds once, at session creation.

        The bytes are turned, and not the numbers that they become: a quarter or an eighth of the memory to go through.
        """
        if name not in self._values:
            tensor = self.weights.tensors[name]
            (rows, columns), bits = tensor["shape"], tensor["bits"]
            stored = self._external(f"{name}.stored", TensorProto.UINT8, [rows, columns * bits // 8], tensor)
            turned = self._node("Transpose", [stored], f"{name}.turned", perm=[1, 0])
            values = turned if bits == 8 else self._halves(name, turned, [columns, rows])
            scales = self._node("Transpose", [self._scales(name)], f"{name}.scales.turned", perm=[1, 0])
            zero = self._zero_points([columns // BLOCK, rows], 1 << (bits - 1))
            self._values[name] = self._node(
                "DequantizeLinear", [values, scales, zero], f"{name}.columns", axis=0, block_size=BLOCK
            )
        return self._values[name]

    def _halves(self, name: str, pairs: str, shape: list[int]) -> str:
        """The two numbers in each byte of ``pairs`` ``[K / 2, N]``, the low one first, as bytes ``[K, N]``."""
        low = self._node("BitwiseAnd", [pairs, self._constant("low_bits", np.uint8(15))], f"{name}.even")
        high = self._node("BitShift", [pairs, self._constant("half", np.uint8(4))], f"{name}.odd", direction="RIGHT")
        axis = self._constant("between_rows", np.array([1]))
        apart = [self._node("Unsqueeze", [half, axis], f"{half}.apart") for half in (low, high)]
        both = self._node("Concat", apart, f"{name}.pairs", axis=1)  # [K / 2, 2, N]
        return self._node("Reshape", [both, self._shape(shape)], f"{name}.values")

    def _zero_points(self, shape: list[int], zero: int) -> str:
        """A constant tensor made by an operator, so that it takes no room in the file."""
        name = f"zero_points_{zero}_{'x'.join(map(str, shape))}"
        if name not in self._values:
            value = helper.make_tensor("value", TensorProto.UINT8, [1], [zero])
            self._values[name] = self._node("ConstantOfShape", [self._shape(shape)], name, value=value)
        return self._values[name]

    def _shape(self, shape: list[int]) -> str:
        return self._constant(f"shape_{'x'.join(map(str, shape))}", np.array(shape))

    def _constant(self, name: str, value: Any) -> str:
        self.initializers.setdefault(name, numpy_helper.from_array(np.asarray(value), name))
        return name

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
