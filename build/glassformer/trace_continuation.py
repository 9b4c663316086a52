"""How a text goes on: tokens that the fp32 graph writes after it, and what each was drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassformer import trace_file
from glassformer.runner import GraphRunner
from glassformer.sampling import Sampled, Sampling, sample, uniform
from glassformer.schema import CANDIDATES
from glassformer.trace import Trace, encode, log_sum_exp
from glassformer.vocabulary import END, Vocabulary

STEPS = 12
SAMPLING = Sampling(temperature=0.8, top_k=40)
SEED = 7

Floats = NDArray[np.float32]


def continuation(runner: GraphRunner, vocabulary: Vocabulary, ids: Sequence[int]) -> trace_file.Tensors:
    """The tensors of the level *continuation* after ``ids``: at most `STEPS` tokens, fewer where the text ends."""
    steps: list[dict[str, Any]] = []
    outputs = ["logits", *runner.cache_outputs()]
    text, new, cache = list(ids), list(ids), None
    while len(steps) < STEPS and len(text) <= runner.config.n_ctx:
        results = runner.run(new, outputs, cache=cache)
        cache = runner.continued(results)
        token, step = _step(results["logits"][0], len(text))
        steps.append(step)
        text.append(token)
        new = [token]
        if token == vocabulary.token(END):
            break
    return {name: np.stack([step[name] for step in steps]) for name in steps[0]}


def file(trace: Trace, tensors: trace_file.Tensors, vocabulary: Vocabulary, meta: dict[str, Any]) -> bytes:
    """One text's file; its metadata says how its tokens were drawn."""
    return encode(
        trace, tensors, "continuation", None, vocabulary, {**meta, "drawn": {**asdict(SAMPLING), "seed": SEED}}
    )


def _step(logits: Floats, position: int) -> tuple[int, dict[str, Any]]:
    """The token that is drawn at a position from ``logits [vocab]``, and what is kept of what it was drawn from."""
    sampled = sample(logits, SAMPLING)
    token = sampled.draw(uniform(SEED, position))
    listed = [*sampled.order[:CANDIDATES], token]  # [candidate], and the drawn one, which may be none of them
    return token, {
        "candidate_ids": np.array(listed[:-1], np.int32),
        "candidate_logits": logits[listed[:-1]],
        "candidate_drawn": _probabilities(sampled, listed[:-1]),
        "drawn_id": np.int32(token),
        "drawn_logit": logits[token],
        "drawn_probability": _probabilities(sampled, listed[-1:])[0],
        "drawn_rank": np.int32(np.flatnonzero(sampled.order == token)[0]),
        "log_sum_exp": log_sum_exp(logits[None])[0],
        "kept": np.int32(len(sampled.probabilities)),
        "entropy": np.float32(sampled.entropy),
    }


def _probabilities(sampled: Sampled, tokens: Sequence[int]) -> Floats:
    """With which probability each of the tokens was drawn: 0 where the filters removed it."""
    by_token = dict(zip(sampled.order.tolist(), sampled.probabilities, strict=False))
    return np.array([by_token.get(int(token), 0) for token in tokens], np.float32)
