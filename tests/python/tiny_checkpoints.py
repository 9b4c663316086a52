"""Tiny random GPT-2 checkpoints in a folder, as transformers saves them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

VOCABULARY = 300
SIZES: dict[str, Any] = {
    "model_type": "gpt2",
    "n_layer": 2,
    "n_head": 2,
    "n_embd": 32,
    "n_positions": 16,
    "vocab_size": VOCABULARY,
    "activation_function": "gelu_new",
}


def make(folder: Path, *, seed: int = 0, prefix: str = "", **config: Any) -> Path:
    """Write a random checkpoint into ``folder``; ``config`` overrides fields of config.json."""
    folder.mkdir(parents=True)
    fields = SIZES | config
    write_json(folder / "config.json", fields)
    write_tokenizer(folder / "tokenizer.json", fields["vocab_size"])
    save_file({prefix + name: array for name, array in weights(fields, seed).items()}, folder / "model.safetensors")
    return folder


def weights(config: dict[str, Any], seed: int = 0) -> dict[str, NDArray[np.float32]]:
    width, hidden = config["n_embd"], config.get("n_inner") or 4 * config["n_embd"]
    shapes = {"wte.weight": (config["vocab_size"], width), "wpe.weight": (config["n_positions"], width)}
    for layer in range(config["n_layer"]):
        for name, shape in {
            "ln_1": (width,),
            "attn.c_attn": (width, 3 * width),
            "attn.c_proj": (width, width),
            "ln_2": (width,),
            "mlp.c_fc": (width, hidden),
            "mlp.c_proj": (hidden, width),
        }.items():
            shapes[f"h.{layer}.{name}.weight"] = shape
            shapes[f"h.{layer}.{name}.bias"] = shape[-1:]
    shapes |= {"ln_f.weight": (width,), "ln_f.bias": (width,)}
    random = np.random.default_rng(seed)
    return {name: random.normal(0, 0.2, shape).astype(np.float32) for name, shape in shapes.items()}


def change_weights(folder: Path, **changes: NDArray | None) -> None:
    """Replace tensors of model.safetensors; None takes one away."""
    path = folder / "model.safetensors"
    tensors = load_file(path) | {name: array for name, array in changes.items() if array is not None}
    save_file({name: array for name, array in tensors.items() if changes.get(name, array) is not None}, path)


def write_tokenizer(path: Path, vocabulary: int) -> None:
    """The first ``vocabulary`` tokens of the embedded model's tokenizer, the last one made <|endoftext|>."""
    from glassformer.config import Paths, find_root

    tokenizer = json.loads((Paths(find_root(Path(__file__).parent)).embedded / "tokenizer.json").read_text("utf-8"))
    model, (end_of_text,) = tokenizer["model"], tokenizer["added_tokens"]
    kept = {token: rank for token, rank in model["vocab"].items() if rank < vocabulary - 1}
    model["vocab"] = kept | {end_of_text["content"]: vocabulary - 1}
    model["merges"] = [pair for pair in model["merges"] if pair.replace(" ", "") in kept]
    end_of_text["id"] = vocabulary - 1
    write_json(path, tokenizer)


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")
