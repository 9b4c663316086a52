"""Is it a GPT-2, do its parts agree: every test here raises a GlassformerError that names the file and the value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from glassformer.checkpoint_files import CONFIG_FILE, Weights, read_json
from glassformer.config import ModelConfig
from glassformer.errors import GlassformerError

# What makes a Hugging Face config the architecture that traced.py computes; a field that is absent has the first value.
ALLOWED: dict[str, tuple[Any, ...]] = {
    "model_type": ("gpt2",),
    "activation_function": ("gelu_new", "gelu_pytorch_tanh"),
    "scale_attn_weights": (True,),
    "scale_attn_by_inverse_layer_idx": (False,),
    "add_cross_attention": (False,),
    "quantization_config": (None,),
}
ARCHITECTURES = ("GPT2LMHeadModel", "GPT2Model")


def check_config(hf_config: Mapping[str, Any], path: Path) -> ModelConfig:
    """The shape of the model in a Hugging Face ``config.json``, if it is a GPT-2 language model."""
    if "model_type" not in hf_config:
        raise GlassformerError(f"{path}: model_type is missing; allowed: gpt2")
    for field, allowed in ALLOWED.items():
        value = hf_config.get(field, allowed[0])
        if value not in allowed:
            choices = ", ".join(map(str, allowed))
            raise GlassformerError(f"{path}: not the GPT-2 architecture: {field} is {value!r}; allowed: {choices}")
    for architecture in hf_config.get("architectures") or ARCHITECTURES:
        if architecture not in ARCHITECTURES:
            choices = ", ".join(ARCHITECTURES)
            raise GlassformerError(f"{path}: architecture {architecture!r}; allowed: {choices}")
    try:
        config = ModelConfig.from_hf(hf_config)
    except GlassformerError as error:
        raise GlassformerError(f"{path.parent / str(error)}") from error
    except (TypeError, ValueError) as error:
        raise GlassformerError(f"{path}: a size is not a number ({error})") from error
    for name, size in config.as_json().items():
        if size <= 0:
            raise GlassformerError(f"{path}: {name} is {size}; it must be above 0")
    return config


def expected_shapes(config: ModelConfig) -> dict[str, tuple[int, ...]]:
    """Every weight of a GPT-2 of this shape, under its Hugging Face name without ``transformer.``."""
    D, M = config.d_model, config.d_mlp
    block = {
        "ln_1.weight": (D,),
        "ln_1.bias": (D,),
        "attn.c_attn.weight": (D, 3 * D),
        "attn.c_attn.bias": (3 * D,),
        "attn.c_proj.weight": (D, D),
        "attn.c_proj.bias": (D,),
        "ln_2.weight": (D,),
        "ln_2.bias": (D,),
        "mlp.c_fc.weight": (D, M),
        "mlp.c_fc.bias": (M,),
        "mlp.c_proj.weight": (M, D),
        "mlp.c_proj.bias": (D,),
    }
    return {
        "wte.weight": (config.d_vocab, D),
        "wpe.weight": (config.n_ctx, D),
        **{f"h.{layer}.{name}": shape for layer in range(config.n_layer) for name, shape in block.items()},
        "ln_f.weight": (D,),
        "ln_f.bias": (D,),
        "lm_head.weight": (config.d_vocab, D),
    }


def tie(weights: Weights, *, tied: bool, path: Path) -> Weights:
    """Drop ``lm_head.weight`` where it is the token embedding: by the config, or because the numbers are the same."""
    lm_head = weights.get("lm_head.weight")
    if not tied and lm_head is None:
        raise GlassformerError(f"{path}: lm_head.weight is missing, and {CONFIG_FILE} has tie_word_embeddings false")
    if lm_head is None or (not tied and not np.array_equal(lm_head, weights["wte.weight"])):
        return weights
    return {name: array for name, array in weights.items() if name != "lm_head.weight"}


def check_tokenizer(path: Path, d_vocab: int) -> None:
    """``path`` is a byte-pair tokenizer.json whose ids are 0 to ``d_vocab`` - 1."""
    tokenizer = read_json(path)
    model = tokenizer.get("model")
    if not isinstance(model, dict) or model.get("type") != "BPE":
        kind = model.get("type") if isinstance(model, dict) else None
        raise GlassformerError(f"{path}: a tokenizer of type {kind!r}; allowed: BPE")
    ids = {*model.get("vocab", {}).values(), *(added["id"] for added in tokenizer.get("added_tokens", []))}
    if len(ids) != d_vocab:
        raise GlassformerError(f"{path}: {len(ids)} tokens; {CONFIG_FILE} has vocab_size {d_vocab}")
    if ids != set(range(d_vocab)):
        raise GlassformerError(f"{path}: token ids are not 0 to {d_vocab - 1}: {max(ids)} is the highest")
