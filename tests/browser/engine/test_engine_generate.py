"""Generated texts are those of the same variant in Python, and experiments change what they change there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page

from engine_page import loaded_engine
from glassformer.runner import GraphRunner, Switches
from glassformer.vocabulary import Vocabulary

TOLERANCE = 1e-3
PROMPTS = [
    "The cat sat on the",
    "a",
    "Once upon a time there was a little girl who lived near the forest. " * 5,
    "今天天气",
]

GENERATE = """
async (options) => {
  const tokens = [];
  for await (const token of engine.generate(options)) tokens.push(token);
  return tokens;
}
"""


@pytest.fixture(scope="module")
def wasm_page(wasm_browser: Browser, engine_folder: Path) -> Iterator[Page]:
    problems: list[str] = []
    with loaded_engine(wasm_browser, engine_folder, problems, "wasm") as page:
        yield page
    assert problems == []


def generate(page: Page, text: str | list[int], count: int, **options: Any) -> list[dict[str, Any]]:
    return page.evaluate(GENERATE, {"text": text, "maxTokens": count, **options})


def ids(tokens: list[dict[str, Any]]) -> list[int]:
    return [token["id"] for token in tokens]


def log_probs(runner: GraphRunner, tokens: list[int], switches: Switches | None = None) -> NDArray[np.float64]:
    """Python's log-probabilities after the last token, everything computed anew."""
    logits = runner.run(tokens, ["logits"], switches=switches)["logits"][0].astype(np.float64)
    return logits - logits.max() - np.log(np.exp(logits - logits.max()).sum())


def check_greedy(page: Page, runner: GraphRunner, vocabulary: Vocabulary, text: str, count: int) -> None:
    so_far = vocabulary.encode(text)
    for token in generate(page, text, count, temperature=0):
        expected = log_probs(runner, so_far)
        assert token["position"] == len(so_far)
        assert token["logProb"] == pytest.approx(expected[token["id"]], abs=TOLERANCE)
        assert expected[token["id"]] >= expected.max() - TOLERANCE  # of equal ones either may be the first
        assert token["string"] == vocabulary.display(token["id"])
        listed = token["distribution"]["candidates"]
        np.testing.assert_allclose(
            [candidate["probability"] for candidate in listed],
            -np.sort(-np.exp(expected))[: len(listed)],
            atol=TOLERANCE,
        )
        so_far.append(token["id"])


@pytest.mark.parametrize("text", PROMPTS)
def test_greedy_text_is_python_s(wasm_page: Page, runner: GraphRunner, vocabulary: Vocabulary, text: str) -> None:
    check_greedy(wasm_page, runner, vocabulary, text, 16)


def test_on_webgpu_too(gpu_browser: Browser, engine_folder: Path, runner: GraphRunner, vocabulary: Vocabulary) -> None:
    problems: list[str] = []
    with loaded_engine(gpu_browser, engine_folder, problems, "webgpu") as page:
        check_greedy(page, runner, vocabulary, PROMPTS[0], 3)
        page.evaluate("engine.trace('The cat sat on the mat and slept', {lens: false}).then(() => 0)")
        check_greedy(page, runner, vocabulary, "The cat sat", 2)  # keys and values are cut on the GPU
    assert problems == []


def test_the_same_seed_gives_the_same_text_in_whatever_pieces(wasm_page: Page) -> None:
    options = {"temperature": 1.2, "topK": 50, "topP": 0.95, "seed": 7}
    whole = generate(wasm_page, "Once upon a time", 12, **options)
    assert ids(generate(wasm_page, "Once upon a time", 12, **options)) == ids(whole)
    assert ids(generate(wasm_page, whole[4]["ids"], 7, **options)) == ids(whole[5:])
    assert ids(generate(wasm_page, "Once upon a time", 12, **{**options, "seed": 8})) != ids(whole)


def test_a_token_carries_what_it_was_drawn_from(wasm_page: Page) -> None:
    (token,) = generate(wasm_page, "The cat", 1, temperature=0.7, topK=5, candidates=8, seed=3)
    distribution = token["distribution"]
    filtered = [candidate["filtered"] for candidate in distribution["candidates"]]
    assert distribution["kept"] == 5
    assert len(filtered) == 8
    assert sum(filtered) == pytest.approx(1)
    assert filtered[5:] == [0, 0, 0]
    assert distribution["candidates"][token["rank"]] == {
        name: token[name] for name in ("id", "string", "logit", "probability", "filtered")
    }


def test_it_ends_with_what_it_is_told_to_stop_at(wasm_page: Page) -> None:
    free = generate(wasm_page, "The cat", 10, temperature=0)
    end = free[3]["string"]
    stopped = generate(wasm_page, "The cat", 10, temperature=0, stop=[end])
    first = next(count for count, token in enumerate(free, 1) if end in token["text"])
    assert ids(stopped) == ids(free[:first])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"topK": 0}, "topK is 0: expected null or a whole number from 1"),
        ({"temperature": -1}, "temperature is -1: expected a number from 0"),
        ({"interventions": {"headScale": [{"layer": 0, "head": 9, "scale": 0}]}}, "no head 9, only 0 to 5"),
    ],
)
def test_what_no_run_takes_is_refused_and_the_model_stays(wasm_page: Page, options: dict[str, Any], says: str) -> None:
    outcome = wasm_page.evaluate(
        "(options) => outcome(engine.generate({text: 'a', maxTokens: 1, ...options}).next())", options
    )
    assert (outcome["name"], says in outcome["message"]) == ("RangeError", True)
    assert wasm_page.evaluate("state()")["name"] == "ready"


def without_head(switches: Switches) -> Switches:
    return switches.with_head(2, 1, 0)


def without_mlp(switches: Switches) -> Switches:
    mlp_scale = switches.mlp_scale.copy()
    mlp_scale[1] = 0
    return replace(switches, mlp_scale=mlp_scale)


EXPERIMENTS: dict[str, Any] = {
    "a head": ({"headScale": [{"layer": 2, "head": 1, "scale": 0}]}, without_head),
    "an MLP": ({"mlpScale": [{"layer": 1, "scale": 0}]}, without_mlp),
    "positions": ({"positions": False}, lambda switches: replace(switches, pos_embed_scale=0.0)),
    "the mask": ({"causal": False}, lambda switches: replace(switches, causal=0.0)),
}


@pytest.mark.parametrize(("interventions", "change"), EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_experiments_are_python_s(
    wasm_page: Page, runner: GraphRunner, vocabulary: Vocabulary, interventions: dict[str, Any], change: Any
) -> None:
    text = "Tom and Mary went to the shop."
    switches = change(Switches.neutral(runner.config))
    tokens = vocabulary.encode(text)
    found = wasm_page.evaluate(
        """async ({text, interventions}) => {
          const trace = await engine.trace(text, {interventions, layers: [2]});
          const data = (name) => Array.from(trace.tensor(name).data);
          const {attn_out} = await trace.layer(2);
          return {log_probs: data('log_probs'), lens: data('lens_log_sum_exp'), attn_out: Array.from(attn_out.data)};
        }""",
        {"text": text, "interventions": interventions},
    )
    expected = log_probs(runner, tokens, switches)
    assert np.abs(expected - log_probs(runner, tokens)).max() > 0.01  # it does change something
    np.testing.assert_allclose(found["log_probs"], expected, atol=TOLERANCE)
    attn_out = runner.run(tokens, ["attn_out.2"], switches=switches)["attn_out.2"]
    np.testing.assert_allclose(found["attn_out"], attn_out.ravel(), atol=TOLERANCE)
    rows = [(layer, position) for layer in range(runner.config.n_layer + 1) for position in range(len(tokens))]
    logits = runner.run(tokens, ["logits"], rows=rows, switches=switches)["logits"].astype(np.float64)
    np.testing.assert_allclose(found["lens"], np.log(np.exp(logits).sum(-1)), atol=TOLERANCE)
    (token,) = generate(wasm_page, text, 1, temperature=0, interventions=interventions)
    assert token["logProb"] == pytest.approx(expected.max(), abs=TOLERANCE)
