"""A small project for tests of figures: two traced prompts, and a drawing program that answers in the real protocol."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from glassformer.config import Paths
from glassformer.schema import schema_hash

N_LAYER, N_HEAD = 3, 2
TEXTS = {"cat": ["The", " cat", " sat"], "one": ["<b>"]}
CONFIG = {
    "n_layer": N_LAYER,
    "n_head": N_HEAD,
    "d_model": 8,
    "d_head": 4,
    "d_mlp": 32,
    "d_vocab": 50257,
    "n_ctx": 16,
    "layer_norm_epsilon": 1e-5,
}

# Draws a line of text; notes each start in runs.txt; fails for the position that `fail.txt` names.
PROGRAM = """
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
const here = new URL('./', import.meta.url);
appendFileSync(new URL('runs.txt', here), 'x');
const fail = new URL('fail.txt', here);
const request = JSON.parse(readFileSync(0, 'utf8'));
for (const { id, tex, display } of request.formulas ?? []) {
  const html = `<i>${display ? 'block' : 'line'} ${tex}</i>`;
  console.log(JSON.stringify(tex.includes('\\\\wrong') ? { id, error: 'unknown: \\\\wrong' } : { id, html }));
}
for (const { id, kind, model, prompt, view } of request.figures ?? []) {
  const answer = existsSync(fail)
    ? { id, error: 'no ink' }
    : {
        id,
        html: `<p class="drawn">${kind} of ${prompt}, position ${view.position}\\n</p>`,
        table: { caption: 'numbers & more', columns: ['token', 'id'], rows: [['<b>', '27']] },
        meta: { model: `${model} model`, variant: 'fp32', text: request.locale },
      };
  console.log(JSON.stringify(answer));
}
"""


def make_project(root: Path) -> Paths:
    """Write the project below ``root``. Block 1, head 0 looks at the previous token; block 2, head 1 at the first."""
    paths = Paths(root)
    (paths.content / "en").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: test\n", encoding="utf-8")
    program = paths.site_src / "dist" / "node" / "figures.mjs"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM, encoding="utf-8")
    folder = paths.traces("embedded")
    folder.mkdir(parents=True)
    for prompt, tokens in TEXTS.items():
        write_trace(folder, prompt, len(tokens))
    index = {
        "schema_hash": schema_hash(),
        "model": {"id": "embedded", "name": "Glassformer embedded", "sha256": "0" * 64, "config": CONFIG},
        "variant": "fp32",
        "prompts": [
            {
                "id": prompt,
                "text": "".join(tokens),
                "reason": {"en": "a test"},
                "tokens": tokens,
                "core": f"{prompt}/core.safetensors",
                "layers": [f"{prompt}/layer-{layer:02}.safetensors" for layer in range(N_LAYER)],
                "weights": f"{prompt}/weights.safetensors",
                "continuation": f"{prompt}/continuation.safetensors",
                "ablation": None,
                "precision": None,
                "stages": [],
                "layer_weights": [f"{prompt}/weights-{layer:02}.safetensors" for layer in range(N_LAYER)],
            }
            for prompt, tokens in TEXTS.items()
        ],
    }
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    return paths


def write_trace(folder: Path, prompt: str, n_token: int) -> None:
    """Files with what figures are chosen by: patterns whose rows sum to 1."""
    (folder / prompt).mkdir(exist_ok=True)
    pattern = np.tril(np.ones((N_LAYER, N_HEAD, n_token, n_token)))
    pattern /= pattern.sum(-1, keepdims=True)
    for query in range(1, n_token):
        pattern[1, 0, query] = np.eye(n_token)[query - 1]
        pattern[2, 1, query] = np.eye(n_token)[0]
    tokens = np.arange(n_token, dtype=np.int32)
    save_file({"pattern": pattern.astype(np.float16), "tokens": tokens}, folder / prompt / "core.safetensors")
    save_file({"embed": np.zeros(1, np.float32)}, folder / prompt / "weights.safetensors")
    save_file({"drawn_id": np.zeros(1, np.int32)}, folder / prompt / "continuation.safetensors")
    for layer in range(N_LAYER):
        save_file({"scores": np.zeros(layer + 1, np.float32)}, folder / prompt / f"layer-{layer:02}.safetensors")
        save_file({"W_Q": np.zeros(layer + 1, np.float32)}, folder / prompt / f"weights-{layer:02}.safetensors")


def runs(paths: Paths) -> int:
    """How many drawing processes have been started."""
    counter = paths.site_src / "dist" / "node" / "runs.txt"
    return len(counter.read_text(encoding="utf-8")) if counter.exists() else 0
