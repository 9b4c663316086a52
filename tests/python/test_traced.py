"""traced.py computes what transformers computes, for any shape, length and split between cache and new tokens."""

from __future__ import annotations

import os

import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tiny_checkpoints
from glassformer.config import ModelConfig
from glassformer.oracle import Oracle, disagreement
from glassformer.traced import TracedGPT2


@st.composite
def cases(draw: st.DrawFn) -> tuple[ModelConfig, list[int], int, int, bool]:
    # at least 8 wide: LayerNorm of two or four numbers magnifies rounding errors without limit
    n_head, d_head = draw(st.sampled_from([(1, 8), (2, 4), (3, 4), (4, 2), (4, 8), (1, 12)]))
    config = ModelConfig(
        n_layer=draw(st.integers(1, 3)),
        n_head=n_head,
        d_model=n_head * d_head,
        d_head=d_head,
        d_mlp=draw(st.integers(8, 40)),
        d_vocab=draw(st.integers(5, 50)),
        n_ctx=12,
    )
    ids = draw(st.lists(st.integers(0, config.d_vocab - 1), min_size=1, max_size=config.n_ctx))
    return config, ids, draw(st.integers(0, len(ids) - 1)), draw(st.integers(0, 9)), draw(st.booleans())


def weights(config: ModelConfig, seed: int, *, tied: bool = True) -> dict[str, torch.Tensor]:
    hf = {
        "n_layer": config.n_layer,
        "n_embd": config.d_model,
        "n_inner": config.d_mlp,
        "vocab_size": config.d_vocab,
        "n_positions": config.n_ctx,
    }
    tensors = {name: torch.from_numpy(array) for name, array in tiny_checkpoints.weights(hf, seed).items()}
    if not tied:
        tensors["lm_head.weight"] = tensors["wte.weight"].flip(0).clone()
    return tensors


@settings(max_examples=40, deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_equals_transformers(case: tuple[ModelConfig, list[int], int, int, bool]) -> None:
    config, ids, split, seed, tied = case
    tensors = weights(config, seed, tied=tied)
    model, oracle = TracedGPT2.from_weights(config, tensors), Oracle(config, tensors)
    cache = model.empty_cache()
    with torch.no_grad():
        if split:
            _, cache, _ = model(torch.tensor(ids[:split]), cache, *model.neutral(split))
        *switches, _ = model.neutral(len(ids) - split)
        rows = torch.tensor([(config.n_layer, position) for position in range(len(ids) - split)])
        logits, present, taps = model(torch.tensor(ids[split:]), cache, *switches, rows)
    ours = {"logits": logits, **taps}
    theirs = oracle.run(ids, split)
    assert ours.keys() == theirs.keys()
    worst = {name: disagreement(tap.numpy(), theirs[name]) for name, tap in ours.items()}
    assert {name: far for name, far in worst.items() if far > 1e-4} == {}
    assert present[0][0].shape == (config.n_head, len(ids), config.d_head)


CONFIG = ModelConfig(n_layer=2, n_head=2, d_model=8, d_head=4, d_mlp=16, d_vocab=20, n_ctx=8)
IDS = torch.tensor([3, 1, 4, 1, 5])


def run(**changes: torch.Tensor) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    model = TracedGPT2.from_weights(CONFIG, weights(CONFIG, 0))
    names = ("head_scale", "mlp_scale", "pos_embed_scale", "causal", "unembed_rows")
    switches = dict(zip(names, model.neutral(len(IDS)), strict=True)) | changes
    with torch.no_grad():
        logits, _, taps = model(IDS, model.empty_cache(), **switches)
    return logits, taps


def test_a_head_scaled_to_zero_adds_only_the_bias() -> None:
    scale = torch.ones(2, 2)
    scale[1] = 0
    _, taps = run(head_scale=scale)
    bias = weights(CONFIG, 0)["h.1.attn.c_proj.bias"]
    torch.testing.assert_close(taps["attn_out.1"], bias.expand(5, -1))


def test_an_mlp_scaled_to_zero_adds_nothing() -> None:
    _, taps = run(mlp_scale=torch.tensor([1.0, 0.0]))
    assert not taps["mlp_out.1"].any()
    assert taps["mlp_out.0"].any()


def test_positions_off() -> None:
    _, taps = run(pos_embed_scale=torch.tensor(0.0))
    torch.testing.assert_close(taps["resid_pre.0"][1], taps["resid_pre.0"][3])  # the same token twice


def test_mask_off_lets_the_first_token_see_all() -> None:
    _, masked = run()
    _, unmasked = run(causal=torch.tensor(0.0))
    assert masked["pattern.0"][:, 0, 1:].eq(0).all()
    assert unmasked["pattern.0"][:, 0, 1:].gt(0).all()
    assert masked["scores.0"].isfinite().all()


def test_every_row_of_the_stream_can_be_unembedded() -> None:
    logits, taps = run(unembed_rows=torch.tensor([[0, 2], [2, 4]]))
    final, _ = run()
    torch.testing.assert_close(logits[1], final[0])
    stream, tensors = taps["resid_pre.0"][2], weights(CONFIG, 0)
    normalised = torch.nn.functional.layer_norm(stream, (8,), tensors["ln_f.weight"], tensors["ln_f.bias"])
    torch.testing.assert_close(logits[0], normalised @ tensors["wte.weight"].T)
