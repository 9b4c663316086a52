"""Python writes a trace, TypeScript reads it: every number is the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import glassformer
from _project import Project
from glassformer import checkpoint, schema, trace_file, trace_set
from glassformer.prompts import Prompt
from glassformer.steps import Paths, export_step, variants_step

TEXT = "The cat – 猫 😀 – sat"


def expected(tensors: trace_file.Tensors, level: schema.Level) -> dict[str, Any]:
    def one(field: schema.Field, array: NDArray[Any]) -> dict[str, Any]:
        wide = array.astype(np.float64).ravel().tolist()
        return {"dims": field.stored_dims, "shape": list(array.shape), "data": wide}

    return {field.name: one(field, tensors[field.name]) for field in schema.fields(level)}


def test_typescript_reads_what_python_writes(project: Project, environment: dict[str, str], tmp_path: Path) -> None:
    glassformer.load("embedded")  # exports the graph if need be
    embedded = checkpoint.load()
    graph = export_step(Paths(project.root), embedded).output / "model.onnx"
    folder = tmp_path / "embedded"
    prompts = [Prompt("contract", TEXT, {"en": "e", "zh": "z"})]
    variants_step(Paths(project.root), embedded).run()
    trace_set.write_traces(graph, embedded, prompts, folder, Paths(project.root).variants(embedded.slug))
    core, meta = trace_file.read(folder / "contract" / "core.safetensors")
    layers = [trace_file.read(path)[0] for path in sorted((folder / "contract").glob("layer-*"))]
    weights, weights_meta = trace_file.read(folder / "contract" / "weights.safetensors")
    layer_weights = [trace_file.read(path)[0] for path in sorted((folder / "contract").glob("weights-*"))]
    precision, precision_meta = trace_file.read(folder / "contract" / "precision.safetensors")
    ablation, _ = trace_file.read(folder / "contract" / "ablation.safetensors")
    continuation, continuation_meta = trace_file.read(folder / "contract" / "continuation.safetensors")
    said = {
        "core": expected(core, "core"),
        "layers": [expected(layer, "detail") for layer in layers],
        "precision": expected(precision, "precision"),
        "precisions": precision_meta["precisions"],
        "ablation": expected(ablation, "ablation"),
        "continuation": expected(continuation, "continuation"),
        "drawn": continuation_meta["drawn"],
        "weights": expected(weights, "weights"),
        "layer_weights": [expected(layer, "layer_weights") for layer in layer_weights],
        "strings": meta["strings"],
        "weights_strings": weights_meta["strings"],
        "tokens": meta["tokens"],
        "words": meta["words"],
        "unseen": meta["unseen"],
    }
    (tmp_path / "expected.json").write_text(json.dumps(said), encoding="utf-8")

    npx = shutil.which("npx", path=environment["PATH"])
    assert npx, "npx is not on PATH"
    ended = subprocess.run(
        [npx, "vitest", "run", "src/trace/contract.test.ts"],
        cwd=project.npm_root,
        env={**environment, "NO_COLOR": "1", "GLASSFORMER_CONTRACT": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    assert "6 passed" in ended.stdout
