"""A run's state -> a checkpoint folder that transformers loads."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save
from transformers import GPT2LMHeadModel

from glassformer.files import write_atomically

CONFIG_FILE = "config.json"
WEIGHTS_FILE = "model.safetensors"
# What makes the model; transformers fills in the rest of a config.json by its defaults.
CONFIG_KEYS = (
    *("activation_function", "architectures", "dtype", "model_type", "tie_word_embeddings"),
    *("n_layer", "n_head", "n_embd", "n_positions", "vocab_size", "layer_norm_epsilon"),
    *("bos_token_id", "eos_token_id", "attn_pdrop", "embd_pdrop", "resid_pdrop", "transformers_version"),
)


def save_model(model: GPT2LMHeadModel, folder: Path) -> None:
    """Write config.json and fp16 model.safetensors. Raises ValueError if a weight does not fit fp16."""
    weights = {name: tensor.detach().half().contiguous() for name, tensor in model.transformer.state_dict().items()}
    for name, tensor in weights.items():
        if not torch.isfinite(tensor).all():
            raise ValueError(f"{name} holds values that are not finite in fp16")
    write_atomically(folder / WEIGHTS_FILE, save({f"transformer.{k}": v for k, v in weights.items()}, {"format": "pt"}))
    config = model.config.to_dict()
    config |= {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "dtype": "float16"}
    kept = {name: config[name] for name in CONFIG_KEYS}
    write_atomically(folder / CONFIG_FILE, (json.dumps(kept, indent=2, sort_keys=True) + "\n").encode())


def load_model(folder: Path) -> GPT2LMHeadModel:
    """The checkpoint of a folder in fp32, ready to be asked."""
    return GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32).eval()


def as_model(weights: dict[str, torch.Tensor], template: GPT2LMHeadModel) -> GPT2LMHeadModel:
    """The template with a checkpoint's fp16 weights in it."""
    template.transformer.load_state_dict({name: tensor.float() for name, tensor in weights.items()})
    return template.eval()


def seen_ids(streams: dict[str, np.ndarray]) -> np.ndarray:
    """[n_seen] int64, ascending: the ids that occur in the streams."""
    return np.unique(np.concatenate([np.unique(stream) for stream in streams.values()])).astype(np.int64)
