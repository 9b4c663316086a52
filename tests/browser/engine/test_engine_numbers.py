"""What the engine computes in a browser is what onnxruntime computes in Python with the same variant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page

from engine_page import loaded_engine
from glassformer import trace as python_trace
from glassformer.runner import GraphRunner
from glassformer.schema import LENS_TRACKED, fields
from glassformer.vocabulary import Vocabulary

TOLERANCE = 1e-3  # on logits and activations, absolute and relative (stored float16s are exact to half of it)
# A logit is a product with the token's row of `wte`. The rows of tokens that training never saw are a hundred times as
# long as others: what 32-bit sums of terms that large round away, a share of the product of the lengths, comes on top.
ROUNDED_AWAY = 2e-6
NORMALIZED = 32  # no vector that ln_f gives here is longer
DETAIL_LAYER = 2

PROMPTS = [
    "The cat sat on the",
    "The cat sat on the mat and",  # takes over what the one before computed
    "The cat sat in the",  # another way from there
    "The cat",  # and back
    "a",
    " ",
    "\n\n",
    "Once upon a time there was a little girl who lived in a village near the forest. " * 4,  # 72 tokens: two steps
    "One day, a big dog came to the park and saw a small bird with a red ball. " * 3 + "They were happy and",
    "今天天气很好。 שלום 😀 <b>bold</b>",
    "我爱北京天安门",
    "床前明月光，疑是地上霜。举头望明月，低头思故乡。",
    "👩‍👩‍👧 is a family 😀😀",
    "def f(x):\n    return x[0] + 1",
    "for (let i = 0; i < 10; i++) {\n\tconsole.log(`${i}`);\n}",
    "SELECT name, COUNT(*) FROM pets WHERE age >= 3 GROUP BY name;",
    "Привет, как дела? Καλημέρα κόσμε",
    "e = mc², π ≈ 3.14159, 1/2 + 1/3 = 5/6",
    "Tom and Mary went to the shop. Tom gave a drink to",
    "<|endoftext|> and ÿ\u00a0\u3000\u200b",
]

RUN = """
async ({text, layers}) => {
  const trace = await engine.trace(text, {layers});
  const plain = ({shape, data}) => ({shape, data: Array.from(data)});
  const named = (tensors) => Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, plain(tensor)]));
  const core = {};
  for (const name of CORE) core[name] = plain(trace.tensor(name));
  const detail = {};
  for (const layer of layers) detail[layer] = named(await trace.layer(layer));
  return {core, detail, tokens: trace.meta.tokens, best: trace.string(trace.tensor('top_ids').data[0])};
}
"""


@pytest.fixture(scope="module")
def problems() -> list[str]:
    return []


@pytest.fixture(scope="module")
def wasm_page(wasm_browser: Browser, engine_folder: Path, problems: list[str]) -> Iterator[Page]:
    with loaded_engine(wasm_browser, engine_folder, problems, "wasm") as page:
        yield with_names(page)


@pytest.fixture(scope="module")
def gpu_page(gpu_browser: Browser, engine_folder: Path, problems: list[str]) -> Iterator[Page]:
    with loaded_engine(gpu_browser, engine_folder, problems, "webgpu") as page:
        yield with_names(page)


def with_names(page: Page) -> Page:
    page.evaluate("(names) => { globalThis.CORE = names }", [field.name for field in fields("core")])
    return page


@pytest.mark.parametrize("text", PROMPTS)
def test_wasm(wasm_page: Page, problems: list[str], runner: GraphRunner, vocabulary: Vocabulary, text: str) -> None:
    compare(run(wasm_page, text), runner, vocabulary, text)
    assert problems == []


ON_WEBGPU = PROMPTS[:3]  # what follows on what was run before too


@pytest.mark.parametrize("text", [*ON_WEBGPU, *(pytest.param(text, marks=pytest.mark.full) for text in PROMPTS[3:])])
def test_webgpu(gpu_page: Page, problems: list[str], runner: GraphRunner, vocabulary: Vocabulary, text: str) -> None:
    compare(run(gpu_page, text), runner, vocabulary, text)
    assert problems == []


def test_details_and_lens_that_were_left_out(wasm_page: Page) -> None:
    later = wasm_page.evaluate(
        """async () => {
          const full = await engine.trace('The cat sat on the', {layers: [1]});
          const bare = await engine.trace('The cat sat on the', {lens: false});
          const before = bare.loadedLayer(1) === null;
          const {q} = await bare.layer(1);
          let refused = '';
          try { bare.tensor('lens_top_ids') } catch (error) { refused = error.message }
          await bare.lens();
          const lens = bare.tensor('lens_tracked_ranks').data.every((rank, i) => {
            return rank === full.tensor('lens_tracked_ranks').data[i];
          });
          const same = q.data.every((number, i) => Math.abs(number - full.loadedLayer(1).q.data[i]) < 1e-5);
          const outside = await bare.layer(6).catch((error) => error.message);
          const has = [bare.hasLayer(5), bare.hasLayer(6)];
          return {lens, before, after: bare.loadedLayer(1) !== null, same, refused, outside, has};
        }"""
    )
    assert later == {
        "lens": True,
        "before": True,
        "after": True,
        "same": True,
        "refused": "tensor lens_top_ids is not in this trace",
        "outside": "block 6 is none of 0 to 5",
        "has": [True, False],
    }


def test_logits_of_any_layer_at_any_position(wasm_page: Page, runner: GraphRunner, vocabulary: Vocabulary) -> None:
    text, rows = "The cat sat on the mat", [(0, 0), (6, 5), (3, 2), (3, 5)]
    found = wasm_page.evaluate(
        """async ({text, rows}) => {
          await engine.trace('The cat sat', {lens: false});
          const logits = await engine.logits(text, rows.map(([layer, position]) => ({layer, position})));
          return logits.map((row) => Array.from(row));
        }""",
        {"text": text, "rows": rows},
    )
    np.testing.assert_allclose(
        found, runner.run(vocabulary.encode(text), ["logits"], rows=rows)["logits"], atol=TOLERANCE
    )
    outside = wasm_page.evaluate("outcome(engine.logits('a', [{layer: 0, position: 1}]))")
    assert outside["message"] == "There is no position 1, only 0 to 0."


def run(page: Page, text: str) -> dict[str, Any]:
    return page.evaluate(RUN, {"text": text, "layers": [DETAIL_LAYER]})


def compare(found: dict[str, Any], runner: GraphRunner, vocabulary: Vocabulary, text: str) -> None:
    expected = python_trace.trace(runner, vocabulary, text)
    assert found["tokens"] == [vocabulary.display(token) for token in expected.ids]
    assert found["best"] == vocabulary.display(int(expected.core["top_ids"][0]))
    logits = lens_logits(runner, expected.ids)
    rows = runner.run(expected.ids, ["embed"])["embed"]
    rounded_away = {"lens_next_logit": ROUNDED_AWAY * NORMALIZED * np.linalg.norm(rows[1:], axis=-1)}
    for name, array in expected.core.items():
        numbers = as_array(name, found["core"][name], array)
        if name.endswith("_ids"):
            assert_best(name, numbers, logits)
        elif name.endswith(("_rank", "_ranks")):
            assert_ranks(name, numbers, logits, expected)
        else:
            assert_close(name, numbers, array, rounded_away.get(name, 0))
    for name, array in expected.layers[DETAIL_LAYER].items():
        assert_close(name, as_array(name, found["detail"][str(DETAIL_LAYER)][name], array), array)


def lens_logits(runner: GraphRunner, ids: list[int]) -> NDArray[np.float32]:
    """Python's logits ``[lens_layer, token, vocab]``."""
    rows = [(layer, position) for layer in range(runner.config.n_layer + 1) for position in range(len(ids))]
    logits = runner.run(ids, ["logits"], rows=rows)["logits"]
    return logits.reshape(runner.config.n_layer + 1, len(ids), -1)


def as_array(name: str, found: dict[str, Any], expected: NDArray[Any]) -> NDArray[Any]:
    assert found["shape"] == list(expected.shape), name
    return np.array(found["data"]).reshape(expected.shape)


def assert_close(
    name: str, found: NDArray[Any], expected: NDArray[Any], rounded_away: NDArray[Any] | float = 0
) -> None:
    allowed = TOLERANCE + TOLERANCE * np.abs(expected) + rounded_away
    np.testing.assert_array_less(np.abs(found - expected), allowed, err_msg=name)


def assert_best(name: str, ids: NDArray[Any], logits: NDArray[np.float32]) -> None:
    """The ids are Python's best, best first. Tokens with equal logits, as never seen ones have, may change places."""
    where = {"top_ids": logits[-1, -1], "position_top_ids": logits[-1], "lens_top_ids": logits}[name]
    best = -np.sort(-where, axis=-1)[..., : ids.shape[-1]]
    np.testing.assert_allclose(np.take_along_axis(where, ids, -1), best, rtol=0, atol=TOLERANCE, err_msg=name)
    assert all(len(set(row)) == len(row) for row in ids.reshape(-1, ids.shape[-1])), name


def assert_ranks(name: str, found: NDArray[Any], logits: NDArray[np.float32], expected: python_trace.Trace) -> None:
    """Each rank lies between those that the token would have a tolerance higher and a tolerance lower."""
    nexts = np.array(expected.ids[1:], np.int64)[:, None]
    tracked = np.broadcast_to(expected.core["top_ids"][:LENS_TRACKED], (len(expected.ids), LENS_TRACKED))
    where, tokens = {
        "next_rank": (logits[-1, :-1], nexts),
        "lens_next_rank": (logits[:, :-1], np.broadcast_to(nexts, (len(logits), *nexts.shape))),
        "lens_tracked_ranks": (logits, np.broadcast_to(tracked, (len(logits), *tracked.shape))),
    }[name]
    own = np.take_along_axis(where, tokens, -1)
    for column in range(tokens.shape[-1]):
        ranks = found if found.ndim < tokens.ndim else found[..., column]
        best = (where > own[..., column, None] + TOLERANCE).sum(-1)
        worst = (where > own[..., column, None] - TOLERANCE).sum(-1)
        assert ((best <= ranks) & (ranks <= worst)).all(), name
