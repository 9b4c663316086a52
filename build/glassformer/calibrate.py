"""What goes into every product of a graph on calibration text: the Gram matrices that `gptq` rounds by."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from glassformer.config import ModelConfig
from glassformer.export import WEIGHTS_FILE
from glassformer.runner import GraphRunner

WINDOW = 256  # tokens of a passage
PASSAGES = 16  # 4,096 tokens: more than the inputs of GPT-2 small's widest product


def gram_matrices(
    model_path: Path, config: ModelConfig, tokens: Sequence[int], inputs: dict[str, str]
) -> dict[str, NDArray[np.float32]]:
    """Sum of x xᵀ over the text for each weight; ``inputs`` says which value of the graph each weight multiplies.

    These are most of what rounding keeps in memory (half a gigabyte for GPT-2 small), so they are added up in place.
    """
    length = min(WINDOW, config.n_ctx)
    rows = [(config.n_layer, position) for position in range(length)]
    names = sorted(set(inputs.values()))
    sums: dict[str, NDArray[np.float32]] = {}
    with TemporaryDirectory() as temporary:
        runner = GraphRunner(_with_outputs(model_path, names, Path(temporary)), config)
        for start in range(0, min(len(tokens), PASSAGES * length) - length + 1, length):
            values = runner.run(tokens[start : start + length], names, rows=rows)
            for name in names:
                product = values[name].T @ values[name]
                sums[name] = np.add(sums[name], product, out=sums[name]) if name in sums else product
    return {weight: sums[value] for weight, value in inputs.items()}


def _with_outputs(model_path: Path, names: Sequence[str], folder: Path) -> Path:
    """The graph with ``names`` as its outputs, in ``folder``, its weights linked beside it.

    Without the other outputs the runtime leaves out what only they need: for GPT-2 small the logits, a quarter of all.
    """
    model = onnx.load(str(model_path), load_external_data=False)
    del model.graph.output[:]
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    weights = model_path.parent / WEIGHTS_FILE
    try:
        os.link(weights, folder / WEIGHTS_FILE)
    except OSError:  # another file system
        shutil.copyfile(weights, folder / WEIGHTS_FILE)
    path = folder / model_path.name
    onnx.save(model, str(path))
    return path
