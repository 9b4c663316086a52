"""A text through the fp32 graph -> a Trace: every internal tensor that the figures draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassformer import trace_file
from glassformer.errors import GlassformerError
from glassformer.runner import Arrays, GraphRunner
from glassformer.schema import (
    FINAL_TAPS,
    LAYER_TAPS,
    LENS_TOP,
    LENS_TRACKED,
    POSITION_TOP,
    TOKEN_ID,
    TOP,
    Level,
    fields,
    layer_tap,
)
from glassformer.vocabulary import Vocabulary, well_formed

ROWS_AT_ONCE = 64  # rows of the logit lens a run unembeds: 64 x 50,257 logits are 13 MB


@dataclass(frozen=True)
class Trace:
    """All tensors of one text, by the contract's names. ``layers[i]`` holds the detail tensors of block i.

    ``logits [vocab]`` are those after the last position, which the core holds in fewer bits.
    """

    text: str
    ids: list[int]
    core: trace_file.Tensors
    layers: list[trace_file.Tensors]
    logits: NDArray[np.float32]


def encode_text(vocabulary: Vocabulary, text: str, n_ctx: int) -> list[int]:
    """Token ids of a text that a model can read. Raises GlassformerError when there is no token or too many."""
    ids = vocabulary.encode(text)
    if not 1 <= len(ids) <= n_ctx:
        raise GlassformerError(f"the text has {len(ids)} tokens; the model reads 1 to {n_ctx}")
    return ids


def trace(runner: GraphRunner, vocabulary: Vocabulary, text: str) -> Trace:
    """Run ``text`` and keep what the contract names. Raises GlassformerError as `encode_text` does."""
    text = well_formed(text)
    ids = encode_text(vocabulary, text, runner.config.n_ctx)
    names = [layer_tap(name, layer) for layer in range(runner.config.n_layer) for name in LAYER_TAPS]
    taps = runner.run(ids, [*names, *FINAL_TAPS])
    final = _final_logits(runner, ids)
    core = {
        "tokens": np.array(ids, np.int32),
        **_patterns(runner, taps),
        **_predictions(final, ids),
        **_norms(runner, taps),
        **_lens(runner, ids, final),
    }
    core = {field.name: core[field.name].astype(field.dtype) for field in fields("core")}
    layers = [
        {field.name: taps[layer_tap(field.name, layer)] for field in fields("detail")}
        for layer in range(runner.config.n_layer)
    ]
    return Trace(text, ids, core, layers, final[-1])


def files(result: Trace, vocabulary: Vocabulary, meta: dict[str, Any]) -> dict[str, bytes]:
    """The files by name: core.safetensors and layer-00.safetensors ...; ``meta`` says model, variant, prompt."""
    contents = {"core.safetensors": encode(result, result.core, "core", None, vocabulary, meta)}
    for layer, tensors in enumerate(result.layers):
        contents[f"layer-{layer:02d}.safetensors"] = encode(result, tensors, "detail", layer, vocabulary, meta)
    return contents


def encode(
    result: Trace,
    tensors: trace_file.Tensors,
    level: Level,
    layer: int | None,
    vocabulary: Vocabulary,
    meta: dict[str, Any],
) -> bytes:
    """One file of a trace: besides ``meta`` it says the text and how the tokens that occur in it are shown."""
    named = {int(token) for field in fields(level) if field.unit == TOKEN_ID for token in tensors[field.name].flat}
    header = {
        **meta,
        "text": result.text,
        "tokens": [vocabulary.display(token) for token in result.ids],
        "layer": layer,
        "strings": {str(token): vocabulary.display(token) for token in sorted(named)},
    }
    return trace_file.encode(tensors, level, header)


def _patterns(runner: GraphRunner, taps: Arrays) -> Arrays:
    return {"pattern": np.stack([taps[layer_tap("pattern", layer)] for layer in range(runner.config.n_layer)])}


def _norms(runner: GraphRunner, taps: Arrays) -> Arrays:
    def norms(name: str) -> NDArray[np.float32]:
        return np.stack([np.linalg.norm(taps[layer_tap(name, i)], axis=-1) for i in range(runner.config.n_layer)])

    stacked = {f"{name}_norm": norms(name) for name in ("resid_pre", "attn_out", "resid_mid", "mlp_out")}
    final = {"resid_final_norm": np.linalg.norm(taps["resid_final"], axis=-1)}
    return {**stacked, **final, "ln_final_scale": taps["ln_final_scale"]}


def _final_logits(runner: GraphRunner, ids: list[int]) -> NDArray[np.float32]:
    """Logits ``[token, vocab]`` of every position after the last block."""
    rows = [(runner.config.n_layer, position) for position in range(len(ids))]
    return np.concatenate([_logits(runner, ids, part) for part in _batches(rows)])


def _logits(runner: GraphRunner, ids: list[int], rows: list[tuple[int, int]]) -> NDArray[np.float32]:
    return runner.run(ids, ["logits"], rows=rows)["logits"]


def _batches(rows: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    return [rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE)]


def _predictions(final: NDArray[np.float32], ids: list[int]) -> Arrays:
    """What the final logits ``[token, vocab]`` say at the last and at every position."""
    totals = log_sum_exp(final)  # [token]
    log_probs = final - totals[:, None]
    best = top(final[-1:], TOP)[0]
    everywhere = top(final, POSITION_TOP)
    nexts = np.array(ids[1:], np.int64)
    before = final[:-1]
    return {
        "log_probs": log_probs[-1],
        "top_ids": best,
        "top_log_probs": log_probs[-1][best],
        "log_sum_exp": totals,
        "position_top_ids": everywhere,
        "position_top_log_probs": np.take_along_axis(log_probs, everywhere, -1),
        "next_log_prob": log_probs[np.arange(len(nexts)), nexts],
        "next_rank": ranks(before, nexts[:, None])[:, 0],
    }


def _lens(runner: GraphRunner, ids: list[int], final: NDArray[np.float32]) -> Arrays:
    """The logit lens: ln_f and the unembedding applied to the residual stream before each block, and after the last.

    Source: nostalgebraist (2020), "interpreting GPT: the logit lens".
    """
    tracked = top(final[-1:], LENS_TRACKED)[0]
    nexts = np.array([*ids[1:], 0], np.int64)  # the last position has no next token: its column is cut off below
    rows = [(layer, position) for layer in range(runner.config.n_layer) for position in range(len(ids))]
    parts = [_lens_rows(_logits(runner, ids, part), tracked, nexts[[p for _, p in part]]) for part in _batches(rows)]
    parts.append(_lens_rows(final, tracked, nexts))
    layers = runner.config.n_layer + 1
    lens = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    lens = {name: array.reshape(layers, len(ids), *array.shape[1:]) for name, array in lens.items()}
    for name in ("lens_next_logit", "lens_next_rank"):
        lens[name] = lens[name][:, :-1]
    return lens


def _lens_rows(logits: NDArray[np.float32], tracked: NDArray[np.int64], nexts: NDArray[np.int64]) -> Arrays:
    """What is kept of ``logits [row, vocab]``."""
    best = top(logits, LENS_TOP)
    every_tracked = np.broadcast_to(tracked, (len(logits), len(tracked)))
    return {
        "lens_log_sum_exp": log_sum_exp(logits),
        "lens_top_ids": best,
        "lens_top_logits": np.take_along_axis(logits, best, -1),
        "lens_tracked_logits": logits[:, tracked],
        "lens_tracked_ranks": ranks(logits, every_tracked),
        "lens_next_logit": logits[np.arange(len(logits)), nexts],
        "lens_next_rank": ranks(logits, nexts[:, None])[:, 0],
    }


def log_sum_exp(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """log(sum(exp(logits))) over the last axis, computed in float64 around the largest logit."""
    largest = logits.max(-1)
    wide = logits.astype(np.float64) - largest[..., None]
    return (np.log(np.exp(wide).sum(-1)) + largest).astype(np.float32)


def top(logits: NDArray[np.floating], count: int) -> NDArray[np.int64]:
    """Ids of the ``count`` largest logits of each row, best first, the lower id first among equals."""
    count = min(count, logits.shape[-1])
    chosen = np.sort(np.argpartition(-logits, count - 1, axis=-1)[:, :count], axis=-1)
    order = np.argsort(-np.take_along_axis(logits, chosen, -1), axis=-1, kind="stable")
    return np.take_along_axis(chosen, order, -1)


def ranks(logits: NDArray[np.float32], tokens: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many tokens of each row ``logits [row, vocab]`` lie before each of ``tokens [row, n]``; 0 = most probable."""
    result = np.zeros(tokens.shape, np.int64)
    for column in range(tokens.shape[1]):
        token = tokens[:, column]
        value = logits[np.arange(len(logits)), token][:, None]
        earlier = np.arange(logits.shape[1])[None, :] < token[:, None]
        result[:, column] = ((logits > value) | ((logits == value) & earlier)).sum(-1)
    return result
