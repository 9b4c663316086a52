"""The model that is trained: transformers' GPT2LMHeadModel, and how its weights begin."""

import math

import torch
from transformers import GPT2Config, GPT2LMHeadModel

from glassformer.training.pack import D_VOCAB, END_OF_TEXT
from glassformer.training.settings import Settings


def new_model(settings: Settings) -> GPT2LMHeadModel:
    """A GPT-2 with random weights from the run's seed (GPT-2's own initialization, positions apart)."""
    torch.manual_seed(settings.seed)
    config = GPT2Config(
        vocab_size=D_VOCAB,
        n_layer=settings.n_layer,
        n_head=settings.n_head,
        n_embd=settings.n_embd,
        n_positions=settings.n_ctx,
        bos_token_id=END_OF_TEXT,
        eos_token_id=END_OF_TEXT,
        # Two names of one function; this one is a single fused operation. The saved config says gelu_new.
        activation_function="gelu_pytorch_tanh",
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        use_cache=False,
    )
    model = GPT2LMHeadModel(config)
    if settings.sinusoids:
        with torch.no_grad():
            model.transformer.wpe.weight.copy_(settings.sinusoids * sinusoids(settings.n_ctx, settings.n_embd))
    return model


def sinusoids(n_ctx: int, d_model: int) -> torch.Tensor:
    """[n_ctx, d_model]: sines and cosines of falling frequency (Vaswani et al. 2017), of root mean square 1.

    Periods reach from pi to about twice the context: neighbours differ much, and no two places are the same.
    """
    half = d_model // 2
    frequency = 2 * torch.exp(-torch.arange(half) / half * math.log(2 * n_ctx / math.pi))
    angle = torch.arange(n_ctx)[:, None] * frequency  # [n_ctx, half]
    return torch.cat([angle.sin(), angle.cos()], dim=1) * math.sqrt(2)
