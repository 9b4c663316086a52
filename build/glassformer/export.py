"""traced.py -> model.onnx + weights.bin, through optimum.

Inputs and outputs of the graph are `input_axes` and `output_axes`: transformers' names for the cache, the
contract's for taps.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import onnx
import torch
from optimum.exporters.onnx import OnnxConfig
from optimum.exporters.onnx import export as optimum_export
from optimum.exporters.onnx.model_patcher import ModelPatcher
from optimum.utils import NormalizedTextConfig
from torch import Tensor
from transformers import GPT2Config, PreTrainedModel

from glassformer.config import GRAPH_FILE, ModelConfig
from glassformer.schema import FINAL_TAPS, LAYER_TAPS, layer_tap
from glassformer.traced import TracedGPT2

OPSET = 18  # the newest that the exporter writes and optimum knows; variants.py raises it where it needs more
WEIGHTS_FILE = "weights.bin"
Axes = dict[str, dict[int, str]]

LAYER_TAP_AXES = {name: {0: "length"} for name in LAYER_TAPS} | {name: {1: "length"} for name in ("q", "k", "v", "z")}
LAYER_TAP_AXES |= {name: {1: "length", 2: "total"} for name in ("scores", "pattern")}


def input_axes(n_layer: int) -> Axes:
    """Graph inputs and their free axes; the order is the graph's."""
    past = {f"past_key_values.{layer}.{part}": {2: "past"} for layer in range(n_layer) for part in ("key", "value")}
    switches: Axes = {"head_scale": {}, "mlp_scale": {}, "pos_embed_scale": {}, "causal": {}}
    return {"input_ids": {1: "length"}, **past, **switches, "unembed_rows": {0: "rows"}}


def output_axes(n_layer: int) -> Axes:
    """Graph outputs and their free axes; the order is the graph's."""
    present = {f"present.{layer}.{part}": {2: "total"} for layer in range(n_layer) for part in ("key", "value")}
    taps = {layer_tap(name, layer): LAYER_TAP_AXES[name] for layer in range(n_layer) for name in LAYER_TAPS}
    return {"logits": {0: "rows"}, **present, **taps, **{name: {0: "length"} for name in FINAL_TAPS}}


class ExportedGPT2(PreTrainedModel):
    """`TracedGPT2` with the flat inputs and outputs of the graph, and the usual batch axis of 1 around the cache."""

    config_class = GPT2Config

    def __init__(self, traced: TracedGPT2) -> None:
        shape = traced.config
        super().__init__(GPT2Config(n_layer=shape.n_layer, n_head=shape.n_head, n_embd=shape.d_model))
        self.traced = traced

    def forward(
        self,
        input_ids: Tensor,  # [1, T]
        past_key_values: list[tuple[Tensor, Tensor]],  # each [1, H, P, E]
        head_scale: Tensor,
        mlp_scale: Tensor,
        pos_embed_scale: Tensor,
        causal: Tensor,
        unembed_rows: Tensor,
    ) -> tuple[Tensor, ...]:
        past = [(key.squeeze(0), value.squeeze(0)) for key, value in past_key_values]
        switches = (head_scale, mlp_scale, pos_embed_scale, causal, unembed_rows)
        logits, present, taps = self.traced(input_ids.squeeze(0), past, *switches)
        outputs = {"logits": logits, **taps}
        for layer, (key, value) in enumerate(present):
            outputs |= {f"present.{layer}.key": key.unsqueeze(0), f"present.{layer}.value": value.unsqueeze(0)}
        return tuple(outputs[name] for name in output_axes(self.traced.config.n_layer))


class _PlainPatcher(ModelPatcher):
    """Leaves `forward` as it is: ours takes and returns plain tensors already."""

    def __init__(self, config: OnnxConfig, model: PreTrainedModel, model_kwargs: dict[str, Any] | None = None) -> None:
        super().__init__(config, model, model_kwargs)
        self.patched_forward = self.orig_forward


class TracedOnnxConfig(OnnxConfig):
    """Tells optimum the graph's inputs and outputs."""

    DEFAULT_ONNX_OPSET: ClassVar[int] = OPSET
    NORMALIZED_CONFIG_CLASS = NormalizedTextConfig
    _MODEL_PATCHER = _PlainPatcher

    def __init__(self, traced: TracedGPT2) -> None:
        super().__init__(GPT2Config(), task="text-generation")
        self.traced = traced

    @property
    def inputs(self) -> Axes:
        return input_axes(self.traced.config.n_layer)

    @property
    def outputs(self) -> Axes:
        return output_axes(self.traced.config.n_layer)

    def generate_dummy_inputs(self, framework: str = "pt", **_: Any) -> dict[str, Any]:
        shape, length, past = self.traced.config, 3, 2
        cached = torch.zeros(1, shape.n_head, past, shape.d_head)
        head_scale, mlp_scale, pos_embed_scale, causal, rows = self.traced.neutral(length)
        return {
            "input_ids": torch.arange(length)[None],
            "past_key_values": [(cached, cached)] * shape.n_layer,
            "head_scale": head_scale,
            "mlp_scale": mlp_scale,
            "pos_embed_scale": pos_embed_scale,
            "causal": causal,
            "unembed_rows": rows.repeat(2, 1),
        }


def export(config: ModelConfig, weights: Mapping[str, Tensor], folder: Path) -> Path:
    """Write the fp32 graph of a checkpoint into ``folder``; returns the path of model.onnx.

    ``weights`` has Hugging Face names without ``transformer.``; float32. The token embedding is stored once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "draft.onnx"
    model = ExportedGPT2(TracedGPT2.from_weights(config, weights))
    with warnings.catch_warnings():  # the exporter's own notices about tracing; what it writes is checked by verify
        warnings.simplefilter("ignore")
        optimum_export(
            model,
            TracedOnnxConfig(model.traced),
            draft,
            opset=OPSET,
            disable_dynamic_axes_fix=True,
            do_constant_folding=False,  # folding would store the transposed embedding a second time
        )
    graph = onnx.load(str(draft))
    for leftover in folder.glob("draft*"):
        leftover.unlink()
    _name_weights(graph)
    return save(graph, folder)


def save(model: onnx.ModelProto, folder: Path) -> Path:
    """Write ``model`` as model.onnx with its weights in weights.bin beside it; the same model gives the same bytes."""
    path = folder / GRAPH_FILE
    (folder / WEIGHTS_FILE).unlink(missing_ok=True)
    onnx.save(
        model,
        str(path),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=WEIGHTS_FILE,
        size_threshold=1024,
    )
    return path


def _name_weights(model: onnx.ModelProto) -> None:
    """Give initializers the names of the checkpoint, as ``h.0.attn.c_attn.weight``; drop what no node reads."""
    prefix = "traced."
    renamed = {i.name: i.name.removeprefix(prefix) for i in model.graph.initializer if i.name.startswith(prefix)}
    used = {name for node in model.graph.node for name in node.input}
    kept = [initializer for initializer in model.graph.initializer if initializer.name in used]
    del model.graph.initializer[:]
    for initializer in sorted(kept, key=lambda tensor: tensor.name):
        initializer.name = renamed.get(initializer.name, initializer.name)
        model.graph.initializer.append(initializer)
    for node in model.graph.node:
        for index, name in enumerate(node.input):
            if name in renamed:
                node.input[index] = renamed[name]
        node.doc_string = ""
