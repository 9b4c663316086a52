"""GPT-2's forward pass as one readable module that returns every internal tensor.

Letters in the shape comments:

    L n_layer   H n_head   D d_model   E d_head = D / H   M d_mlp   V d_vocab
    T tokens of this call   P tokens already in the cache   S = P + T   R rows to unembed

It computes what `GPT2LMHeadModel` of transformers computes (Radford et al. 2019): pre-LayerNorm blocks, learned
positions, the tanh form of GELU, and an unembedding without bias: the token embedding again, unless the checkpoint has
its own.
Weights are kept as Hugging Face checkpoints store them: ``[inputs, outputs]``, used as ``x @ W + b``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
import torch.nn.functional as F  # noqa: N812 - its name everywhere
from torch import Tensor, nn

from glassformer.config import ModelConfig
from glassformer.schema import layer_tap

Taps = dict[str, Tensor]
Cache = list[tuple[Tensor, Tensor]]

MASKED = -3.0e38  # below every score; exp(MASKED - max) is exactly 0


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor, epsilon: float) -> tuple[Tensor, Tensor]:
    """Returns (normalised ``[..., D]``, what it divided by: sqrt(variance + epsilon) ``[...]``)."""
    variance = (x - x.mean(-1, keepdim=True)).pow(2).mean(-1)
    return F.layer_norm(x, weight.shape, weight, bias, epsilon), (variance + epsilon).sqrt()


class LayerNorm(nn.Module):
    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width))
        self.bias = nn.Parameter(torch.empty(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return layer_norm(x, self.weight, self.bias, self.epsilon)


class Linear(nn.Module):
    """``x @ weight + bias``: a checkpoint's Conv1D, written as the product that it is."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, outputs))
        self.bias = nn.Parameter(torch.empty(outputs))

    def forward(self, x: Tensor) -> Tensor:
        return x @ self.weight + self.bias


class Attention(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.c_attn = Linear(config.d_model, 3 * config.d_model)
        self.c_proj = Linear(config.d_model, config.d_model)

    def forward(
        self, x: Tensor, past: tuple[Tensor, Tensor], allowed: Tensor, head_scale: Tensor
    ) -> tuple[Tensor, Taps]:
        H, E = self.config.n_head, self.config.d_head
        parts = self.c_attn(x).split(H * E, dim=-1)  # queries, keys, values, each [T, D]
        q, k, v = (part.view(-1, H, E).transpose(0, 1) for part in parts)  # each [H, T, E]
        keys = torch.cat([past[0], k], dim=1)  # [H, S, E]
        values = torch.cat([past[1], v], dim=1)  # [H, S, E]
        scores = q @ keys.transpose(1, 2) / math.sqrt(E)  # [H, T, S]
        pattern = torch.where(allowed, scores, MASKED).softmax(dim=-1)  # [H, T, S]
        z = pattern @ values  # [H, T, E]
        heads = z * head_scale[:, None, None]  # 0 removes a head
        attn_out = self.c_proj(heads.transpose(0, 1).flatten(1))  # [T, D]
        taps = {"q": q, "k": k, "v": v, "scores": scores, "pattern": pattern, "z": z, "keys": keys, "values": values}
        return attn_out, taps


class MLP(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.c_fc = Linear(config.d_model, config.d_mlp)
        self.c_proj = Linear(config.d_mlp, config.d_model)

    def forward(self, x: Tensor) -> tuple[Tensor, Taps]:
        mlp_pre = self.c_fc(x)  # [T, M]
        mlp_post = F.gelu(mlp_pre, approximate="tanh")  # [T, M]
        return self.c_proj(mlp_post), {"mlp_pre": mlp_pre, "mlp_post": mlp_post}  # [T, D]


class Block(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.ln_1 = LayerNorm(config.d_model, config.layer_norm_epsilon)
        self.attn = Attention(config)
        self.ln_2 = LayerNorm(config.d_model, config.layer_norm_epsilon)
        self.mlp = MLP(config)

    def forward(
        self, resid_pre: Tensor, past: tuple[Tensor, Tensor], allowed: Tensor, head_scale: Tensor, mlp_scale: Tensor
    ) -> tuple[Tensor, Taps]:
        normalised, ln1_scale = self.ln_1(resid_pre)
        attn_out, attn_taps = self.attn(normalised, past, allowed, head_scale)
        resid_mid = resid_pre + attn_out  # [T, D]
        normalised, ln2_scale = self.ln_2(resid_mid)
        mlp_out, mlp_taps = self.mlp(normalised)
        mlp_out = mlp_out * mlp_scale  # 0 removes the MLP
        taps = {"resid_pre": resid_pre, "ln1_scale": ln1_scale, "attn_out": attn_out, "resid_mid": resid_mid}
        taps |= {"ln2_scale": ln2_scale, "mlp_out": mlp_out, **attn_taps, **mlp_taps}
        return resid_mid + mlp_out, taps  # [T, D]


class TracedGPT2(nn.Module):
    """GPT-2 for one text. `forward` returns (logits, keys and values to continue from, taps by name)."""

    def __init__(self, config: ModelConfig, *, tied: bool = True) -> None:
        super().__init__()
        self.config = config
        self.wte = nn.Parameter(torch.empty(config.d_vocab, config.d_model))
        self.wpe = nn.Parameter(torch.empty(config.n_ctx, config.d_model))
        self.h = nn.ModuleList(Block(config) for _ in range(config.n_layer))
        self.ln_f = LayerNorm(config.d_model, config.layer_norm_epsilon)
        self.lm_head = None if tied else nn.Parameter(torch.empty(config.d_vocab, config.d_model))

    @staticmethod
    def from_weights(config: ModelConfig, weights: Mapping[str, Tensor]) -> TracedGPT2:
        """Load Hugging Face names without ``transformer.``; ``lm_head.weight`` only when it is not the embedding."""
        model = TracedGPT2(config, tied="lm_head.weight" not in weights)
        renamed = {"wte.weight": "wte", "wpe.weight": "wpe", "lm_head.weight": "lm_head"}
        model.load_state_dict({renamed.get(name, name): tensor for name, tensor in weights.items()})
        return model.eval()

    def forward(
        self,
        input_ids: Tensor,  # [T]
        past: Cache,  # per layer: keys and values, each [H, P, E]
        head_scale: Tensor,  # [L, H]  1 = as GPT-2 is
        mlp_scale: Tensor,  # [L]     1 = as GPT-2 is
        pos_embed_scale: Tensor,  # []      1 = as GPT-2 is
        causal: Tensor,  # []      1 = as GPT-2 is, 0 = every token sees all
        unembed_rows: Tensor,  # [R, 2]  (layer 0..L, position in this call)
    ) -> tuple[Tensor, Cache, Taps]:
        past_length, length = past[0][0].shape[1], input_ids.shape[0]
        positions = torch.arange(past_length, past_length + length, device=input_ids.device)  # [T]
        every_position = torch.arange(past_length + length, device=input_ids.device)  # [S]
        allowed = (every_position[None, :] <= positions[:, None]) | (causal < 0.5)  # [T, S]

        embed = F.embedding(input_ids, self.wte)  # [T, D]
        pos_embed = F.embedding(positions, self.wpe) * pos_embed_scale  # [T, D]
        resid = embed + pos_embed  # [T, D]
        taps: Taps = {"embed": embed, "pos_embed": pos_embed}
        streams: list[Tensor] = []
        present: Cache = []
        for layer, block in enumerate(self.h):
            streams.append(resid)
            resid, block_taps = block(resid, past[layer], allowed, head_scale[layer], mlp_scale[layer])
            present.append((block_taps.pop("keys"), block_taps.pop("values")))
            taps |= {layer_tap(name, layer): tap for name, tap in block_taps.items()}
        streams.append(resid)

        _, ln_final_scale = self.ln_f(resid)  # [T]
        taps |= {"resid_final": resid, "ln_final_scale": ln_final_scale}
        rows = torch.stack(streams)[unembed_rows[:, 0], unembed_rows[:, 1]]  # [L+1, T, D] -> [R, D]
        normalised, _ = self.ln_f(rows)
        unembed = self.wte if self.lm_head is None else self.lm_head
        return normalised @ unembed.T, present, taps  # [R, V]

    def neutral(self, length: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """The switches of GPT-2 as it is, for a call of ``length`` tokens that wants the last position's logits."""
        layers, heads = self.config.n_layer, self.config.n_head
        rows = torch.tensor([[layers, length - 1]])
        return torch.ones(layers, heads), torch.ones(layers), torch.tensor(1.0), torch.tensor(1.0), rows

    def empty_cache(self) -> Cache:
        empty = torch.zeros(self.config.n_head, 0, self.config.d_head)
        return [(empty, empty) for _ in range(self.config.n_layer)]
