"""GPT-2 small's published numbers for five texts. The token ids are checked everywhere, the rest where the weights are:
set GLASSFORMER_GPT2 to a folder that holds openai-community/gpt2 (config.json, tokenizer.json, model.safetensors)."""

from __future__ import annotations

import json
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glassformer import checkpoint, trace
from glassformer.export import export
from glassformer.runner import GraphRunner
from glassformer.vocabulary import Vocabulary

FIXTURE = Path(__file__).parents[1] / "fixtures" / "gpt2_small.json"
TEXTS: list[dict[str, Any]] = json.loads(FIXTURE.read_text(encoding="utf-8"))["texts"]
FOLDER = os.environ.get("GLASSFORMER_GPT2")
CLOSE_LOGITS = 0.2  # neighbours closer than this may swap: the published numbers used another GELU

with_weights = pytest.mark.skipif(not FOLDER, reason="needs GPT-2 small: set GLASSFORMER_GPT2 to its folder")
every_text = pytest.mark.parametrize("case", TEXTS, ids=[case["text"][:24] for case in TEXTS])


@every_text
def test_token_ids(case: dict[str, Any]) -> None:
    assert Vocabulary(checkpoint.load().tokenizer).encode(case["text"]) == case["ids"]


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> dict[str, trace.Trace]:
    gpt2 = checkpoint.load(str(FOLDER))
    runner = GraphRunner(export(gpt2.config, gpt2.tensors(), tmp_path_factory.mktemp("gpt2")), gpt2.config)
    vocabulary = Vocabulary(gpt2.tokenizer)
    return {case["text"]: trace.trace(runner, vocabulary, case["text"]) for case in TEXTS}


@with_weights
@every_text
def test_attention_of_block_0(case: dict[str, Any], traced: dict[str, trace.Trace]) -> None:
    pattern = traced[case["text"]].core["pattern"][0].astype(np.float32)
    np.testing.assert_allclose(pattern, case["block_0_pattern"], atol=1e-3)


@with_weights
@every_text
def test_order_of_the_top_five(case: dict[str, Any], traced: dict[str, trace.Trace]) -> None:
    log_probs = traced[case["text"]].core["log_probs"].astype(np.float32)
    top = case["top"][:5]
    for (token, logit, _), (following, next_logit, _) in pairwise(top):
        if logit - next_logit > CLOSE_LOGITS:
            assert log_probs[token] > log_probs[following]


@with_weights
@every_text
def test_probabilities(case: dict[str, Any], traced: dict[str, trace.Trace]) -> None:
    log_probs = traced[case["text"]].core["log_probs"].astype(np.float64)
    expected = {token: probability for token, _, probability in case["top"][:5]}
    ours = {token: float(np.exp(log_probs[token])) for token in expected}
    assert ours == pytest.approx(expected, rel=0.1)
