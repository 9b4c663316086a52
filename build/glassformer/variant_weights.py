"""A variant's weights: which matrices a graph multiplies by, at how many bits each is kept, and where its bytes lie."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import GraphProto, numpy_helper

from glassformer.gptq import output_error, quantize_for
from glassformer.quantize import BLOCK, Quantized, dequantize, quantize
from glassformer.weights_file import WeightsPacker

Grams = dict[str, NDArray[np.float32]]

INLINE_BYTES = 256  # smaller tensors stay inside the graph
EMBEDDING = "wte"
# Bytes of weights that the 4-bit variant may have a parameter. The first are GPT-2 small's 85 MB, less the graphs.
# A small model is mostly embedding, has fewer weights over which errors cancel, and is a short download anyway.
FOUR_BIT_BYTES = 0.675
SMALL_PARAMETERS, SMALL_FOUR_BIT_BYTES = 32_000_000, 1.0


class VariantWeights:
    """Every weight of ``graph``, quantized and placed once. ``tensors`` is the manifest's table of where each lies."""

    def __init__(self, graph: GraphProto, bits: int, grams: Grams) -> None:
        self.packer = WeightsPacker()
        self.tensors: dict[str, dict[str, Any]] = {}
        self.products = products(graph)
        transposed = dict(self.products.values())
        arrays = {initializer.name: numpy_helper.to_array(initializer) for initializer in graph.initializer}
        matrices = {
            name: arrays[name] if rows else np.ascontiguousarray(arrays[name].T) for name, rows in transposed.items()
        }
        matrices.setdefault(EMBEDDING, arrays[EMBEDDING])  # looked up only: the unembedding has weights of its own
        quantized = _quantize_all(matrices, bits, grams, sum(array.size for array in arrays.values()))
        for name, array in arrays.items():
            if name in quantized:
                self._place_quantized(name, quantized[name])
            elif array.nbytes >= INLINE_BYTES:
                self._place(name, array)

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


def products(graph: GraphProto) -> dict[str, tuple[str, bool]]:
    """MatMul nodes with a stored weight: node output -> (initializer, whether it is stored ``[outputs, inputs]``)."""
    stored = {initializer.name for initializer in graph.initializer}
    transposes = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Transpose"}
    found: dict[str, tuple[str, bool]] = {}
    for node in graph.node:
        if node.op_type == "MatMul":
            right = node.input[1]
            if right in stored:
                found[node.output[0]] = (right, False)
            elif transposes.get(right) in stored:
                found[node.output[0]] = (transposes[right], True)
    return found


def product_inputs(graph: GraphProto) -> dict[str, str]:
    """The value that each stored weight multiplies."""
    found = products(graph)
    return {found[node.output[0]][0]: node.input[0] for node in graph.node if node.output[0] in found}


def _quantize_all(
    matrices: dict[str, NDArray[np.float32]], bits: int, grams: Grams, parameters: int
) -> dict[str, Quantized]:
    """By `gptq`; of 4 bits with 8 where 4 do most harm, while `four_bit_bytes` allow it.

    A tied embedding comes first, as its errors go in and come out; then the matrices whose product 4 bits change most.
    """
    quantized = {name: _rounded(matrix, bits, grams.get(name)) for name, matrix in matrices.items()}
    if bits == 8:
        return quantized
    errors = {
        name: output_error(dequantize(quantized[name]) - matrix, grams[name]) / output_error(matrix, grams[name])
        for name, matrix in matrices.items()
        if name in grams
    }
    room = four_bit_bytes(parameters) - _bytes(matrices, quantized, parameters)
    for name in sorted(errors, key=lambda name: (name != EMBEDDING, -errors[name])):
        extra = matrices[name].size // 2
        if extra <= room:
            quantized[name] = _rounded(matrices[name], 8, grams[name])
            room -= extra
    return quantized


def _rounded(matrix: NDArray[np.float32], bits: int, gram: NDArray[np.float32] | None) -> Quantized:
    """A matrix that multiplies nothing, an embedding that is only looked up, is rounded to the nearest."""
    return quantize(matrix, bits) if gram is None else quantize_for(matrix, gram, bits)


def four_bit_bytes(parameters: int) -> float:
    """How large the weights of a model's 4-bit variant may be."""
    return parameters * (SMALL_FOUR_BIT_BYTES if parameters < SMALL_PARAMETERS else FOUR_BIT_BYTES)


def _bytes(matrices: dict[str, NDArray[np.float32]], quantized: dict[str, Quantized], parameters: int) -> int:
    plain = parameters - sum(matrix.size for matrix in matrices.values())
    return 4 * plain + sum(q.data.nbytes + q.scales.nbytes for q in quantized.values())
