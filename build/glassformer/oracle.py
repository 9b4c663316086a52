"""What GPT2LMHeadModel of transformers computes for the same text, under the contract's names: `verify`'s reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import DynamicCache, GPT2Config, GPT2LMHeadModel

from glassformer.config import ModelConfig
from glassformer.schema import layer_tap

Arrays = dict[str, NDArray[np.float32]]

NEARLY_CONSTANT = 0.01  # of its largest value: a tensor that varies less is compared on this scale


class Oracle:
    """transformers' model with hooks on every module whose input or output is a tap."""

    def __init__(self, config: ModelConfig, weights: Mapping[str, Tensor]) -> None:
        tied = "lm_head.weight" not in weights
        self.config = config
        self.model = GPT2LMHeadModel(hf_config(config, tied=tied)).eval()
        self.model.transformer.load_state_dict({name: w for name, w in weights.items() if name != "lm_head.weight"})
        if not tied:
            self.model.lm_head.weight = nn.Parameter(weights["lm_head.weight"])
        self._seen: dict[str, Tensor] = {}
        self._hook()

    @torch.no_grad()
    def run(self, ids: Sequence[int], split: int = 0) -> Arrays:
        """Logits ``[token, vocab]`` and every tap of ``ids[split:]``, the tokens before them already in the cache."""
        cache = DynamicCache(config=self.model.config)
        if split:
            self.model(torch.tensor([ids[:split]]), past_key_values=cache)
        self._seen.clear()
        output = self.model(torch.tensor([ids[split:]]), past_key_values=cache, output_attentions=True)
        taps = {"logits": output.logits[0], **self._finals()}
        for layer, pattern in enumerate(output.attentions or ()):
            keys = cache.layers[layer].keys  # [1, H, S, E]
            assert keys is not None
            taps |= self._block(layer, pattern[0], keys[0])
        return {name: tap.numpy() for name, tap in taps.items()}

    def _block(self, layer: int, pattern: Tensor, keys: Tensor) -> dict[str, Tensor]:
        seen, width, prefix = self._seen, self.config.d_model, f"transformer.h.{layer}"
        q, k, v = (self._heads(part) for part in seen[f"{prefix}.attn.c_attn:out"].split(width, dim=-1))
        named = {
            "resid_pre": seen[f"{prefix}.ln_1:in"],
            "ln1_scale": self._scale(seen[f"{prefix}.ln_1:in"]),
            "q": q,
            "k": k,
            "v": v,
            "scores": q @ keys.transpose(1, 2) / np.sqrt(self.config.d_head),
            "pattern": pattern,
            "z": self._heads(seen[f"{prefix}.attn.c_proj:in"]),
            "attn_out": seen[f"{prefix}.attn.c_proj:out"],
            "resid_mid": seen[f"{prefix}.ln_2:in"],
            "ln2_scale": self._scale(seen[f"{prefix}.ln_2:in"]),
            "mlp_pre": seen[f"{prefix}.mlp.c_fc:out"],
            "mlp_post": seen[f"{prefix}.mlp.c_proj:in"],
            "mlp_out": seen[f"{prefix}.mlp.c_proj:out"],
        }
        return {layer_tap(name, layer): tap for name, tap in named.items()}

    def _finals(self) -> dict[str, Tensor]:
        final = self._seen["transformer.ln_f:in"]
        return {
            "embed": self._seen["transformer.wte:out"],
            "pos_embed": self._seen["transformer.wpe:out"],
            "resid_final": final,
            "ln_final_scale": self._scale(final),
        }

    def _heads(self, x: Tensor) -> Tensor:
        return x.view(-1, self.config.n_head, self.config.d_head).transpose(0, 1)  # [T, D] -> [H, T, E]

    def _scale(self, x: Tensor) -> Tensor:
        return (x.var(-1, unbiased=False) + self.config.layer_norm_epsilon).sqrt()

    def _hook(self) -> None:
        for name, module in self.model.named_modules():
            if name:
                module.register_forward_hook(self._recorder(name))

    def _recorder(self, name: str) -> Any:
        seen = self._seen  # not self: the model would hold what holds it, and stay in memory

        def record(module: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
            for place, value in (("in", inputs[0] if inputs else None), ("out", output)):
                if isinstance(value, Tensor) and value.is_floating_point():
                    seen[f"{name}:{place}"] = value.reshape(-1, value.shape[-1])

        return record


def hf_config(config: ModelConfig, *, tied: bool = True) -> GPT2Config:
    """The Hugging Face config of a shape, with attention spelled out so that its pattern can be read."""
    return GPT2Config(
        n_layer=config.n_layer,
        n_head=config.n_head,
        n_embd=config.d_model,
        n_inner=config.d_mlp,
        vocab_size=config.d_vocab,
        n_positions=config.n_ctx,
        layer_norm_epsilon=config.layer_norm_epsilon,
        tie_word_embeddings=tied,
        attn_implementation="eager",
        bos_token_id=0,
        eos_token_id=0,
    )


def disagreement(ours: NDArray[Any], reference: NDArray[Any]) -> float:
    """Largest absolute difference, in standard deviations of the reference; inf for other shapes or no numbers."""
    if ours.shape != reference.shape or not np.isfinite(ours).all():
        return float("inf")
    largest = float(np.abs(reference).max(initial=0.0))
    spread = max(float(reference.std()), NEARLY_CONSTANT * largest) if reference.size > 1 else 1.0
    return float(np.abs(ours - reference).max(initial=0.0)) / (spread or 1.0)
