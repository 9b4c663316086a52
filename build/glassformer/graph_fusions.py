"""The processor's graph with fewer nodes: what one operator of onnxruntime does becomes one node."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from onnx import GraphProto, NodeProto, helper, numpy_helper

from glassformer.schema import layer_tap

# What a LayerNorm divides by, and the residual stream that it reads.
SCALES = {"ln1_scale": "resid_pre", "ln2_scale": "resid_mid"}
LAST_AXIS = "last_axis"


def fuse(graph: GraphProto) -> None:
    """Change ``graph`` in place: the same outputs, up to rounding in the last bits."""
    _add_bias_in_product(graph)
    for output in graph.output:
        tap, _, layer = output.name.partition(".")
        if tap == "mlp_post":
            _gelu_as_one(graph, layer_tap("mlp_pre", int(layer)), output.name)
        elif tap in SCALES:
            _scale_from_layer_norm(graph, layer_tap(SCALES[tap], int(layer)), output.name)
    graph.initializer.append(numpy_helper.from_array(np.array([-1]), LAST_AXIS))
    _drop_unused(graph)


def _add_bias_in_product(graph: GraphProto) -> None:
    """Gemm, then Add of a stored vector: Gemm adds it."""
    stored = {initializer.name for initializer in graph.initializer}
    products = {node.output[0]: node for node in graph.node if node.op_type == "Gemm"}
    for node in [node for node in graph.node if node.op_type == "Add"]:
        product, bias = products.get(node.input[0]), node.input[1]
        if product and bias in stored and _readers(graph, product.output[0]) == [node]:
            product.input.append(bias)
            product.output[0] = node.output[0]
            graph.node.remove(node)


def _gelu_as_one(graph: GraphProto, before: str, after: str) -> None:
    _replace(graph, after, [helper.make_node("Gelu", [before], [after], name=f"Gelu:{after}", approximate="tanh")])


def _scale_from_layer_norm(graph: GraphProto, stream: str, scale: str) -> None:
    """LayerNormalization computes 1 / scale anyway."""
    norm = next(node for node in _readers(graph, stream) if node.op_type == "LayerNormalization")
    mean, inverse, flat = (f"{scale}.{part}" for part in ("mean", "inverse", "flat"))
    norm.output.extend([mean, inverse])  # each [T, 1]
    squeeze = helper.make_node("Squeeze", [inverse, LAST_AXIS], [flat], name=f"Squeeze:{flat}")
    _replace(graph, scale, [squeeze, helper.make_node("Reciprocal", [flat], [scale], name=f"Reciprocal:{scale}")])


def _replace(graph: GraphProto, output: str, nodes: list[NodeProto]) -> None:
    """Put ``nodes`` in the place of the one that makes ``output``."""
    place = next(place for place, node in enumerate(graph.node) if output in node.output)
    del graph.node[place]
    for node in reversed(nodes):
        graph.node.insert(place, node)


def _drop_unused(graph: GraphProto) -> None:
    """Nodes and initializers that no output depends on."""
    makers = {output: node for node in graph.node for output in node.output}
    used = set(_needed([output.name for output in graph.output], makers))
    nodes = [node for node in graph.node if used.intersection(node.output)]
    initializers = [initializer for initializer in graph.initializer if initializer.name in used]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(initializers)


def _needed(names: list[str], makers: dict[str, NodeProto]) -> Iterator[str]:
    seen: set[str] = set()
    while names:
        name = names.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name
        if name in makers:
            names.extend(makers[name].input)


def _readers(graph: GraphProto, value: str) -> list[NodeProto]:
    return [node for node in graph.node if value in node.input]
