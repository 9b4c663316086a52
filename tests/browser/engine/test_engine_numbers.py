"""What the engine computes in a browser is what onnxruntime computes in Python with the same variant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from glassformer import trace as python_trace
from glassformer.runner import GraphRunner, variant_runner
from glassformer.schema import fields
from glassformer.vocabulary import Vocabulary

TOLERANCE = 1e-3  # on logits and activations, absolute and relative
RANK_TOLERANCE = 2  # places among tokens whose logits lie closer together than the arithmetic is exact
DETAIL_LAYER = 2

PROMPTS = [
    "The cat sat on the",
    "a",
    "Once upon a time there was a little girl who lived in a village near the forest. " * 4,  # 72 tokens: two steps
    "今天天气很好。 שלום 😀 <b>bold</b>",
    "def f(x):\n    return x[0] + 1",
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
def runner(root: Path) -> Iterator[GraphRunner]:
    with variant_runner(root / "model_artifacts/variants/embedded", "q8", "wasm") as running:
        yield running


@pytest.fixture(scope="module")
def vocabulary(root: Path) -> Vocabulary:
    return Vocabulary(root / "model_artifacts/embedded/tokenizer.json")


@pytest.mark.parametrize("text", PROMPTS)
def test_wasm(page: Page, problems: list[str], runner: GraphRunner, vocabulary: Vocabulary, text: str) -> None:
    load(page, "wasm")
    compare(run(page, text), runner, vocabulary, text)
    assert problems == []


@pytest.mark.parametrize("text", PROMPTS[:1])
def test_webgpu(gpu_page: Page, problems: list[str], runner: GraphRunner, vocabulary: Vocabulary, text: str) -> None:
    load(gpu_page, "webgpu")
    compare(run(gpu_page, text), runner, vocabulary, text)
    assert problems == []


@pytest.mark.full
@pytest.mark.parametrize("text", PROMPTS[1:])
def test_webgpu_longer(gpu_page: Page, runner: GraphRunner, vocabulary: Vocabulary, text: str) -> None:
    load(gpu_page, "webgpu")
    compare(run(gpu_page, text), runner, vocabulary, text)


def test_details_and_lens_that_were_left_out(page: Page) -> None:
    load(page, "wasm")
    later = page.evaluate(
        """async () => {
          const full = await engine.trace('The cat sat on the', {layers: [1]});
          const bare = await engine.trace('The cat sat on the', {lens: false});
          const before = bare.loadedLayer(1) === null;
          const {q} = await bare.layer(1);
          let refused = '';
          try { bare.tensor('lens_top_ids') } catch (error) { refused = error.message }
          const same = q.data.every((number, i) => Math.abs(number - full.loadedLayer(1).q.data[i]) < 1e-5);
          const outside = await bare.layer(6).catch((error) => error.message);
          return {before, after: bare.loadedLayer(1) !== null, same, refused, outside, has: [bare.hasLayer(5), bare.hasLayer(6)]};
        }"""
    )
    assert later == {
        "before": True,
        "after": True,
        "same": True,
        "refused": 'This live run left "lens_top_ids" out.',
        "outside": "This model has no block 6, only 0 to 5.",
        "has": [True, False],
    }


def load(page: Page, provider: str) -> None:
    loaded = page.evaluate(
        "(provider) => engine.load({model: 'embedded', variant: 'q8', provider}).then(({provider}) => provider)", provider
    )
    assert loaded == provider
    page.evaluate("(names) => { globalThis.CORE = names }", [field.name for field in fields("core")])


def run(page: Page, text: str) -> dict[str, Any]:
    return page.evaluate(RUN, {"text": text, "layers": [DETAIL_LAYER]})


def compare(found: dict[str, Any], runner: GraphRunner, vocabulary: Vocabulary, text: str) -> None:
    expected = python_trace.trace(runner, vocabulary, text)
    assert found["tokens"] == [vocabulary.display(token) for token in expected.ids]
    assert found["best"] == vocabulary.display(int(expected.core["top_ids"][0]))
    assert found["core"]["top_ids"]["data"][:10] == expected.core["top_ids"][:10].tolist()
    for name, array in expected.core.items():
        assert_same(name, found["core"][name], array)
    for name, array in expected.layers[DETAIL_LAYER].items():
        assert_same(name, found["detail"][str(DETAIL_LAYER)][name], array)


def assert_same(name: str, found: dict[str, Any], expected: np.ndarray) -> None:
    assert found["shape"] == list(expected.shape), name
    numbers = np.array(found["data"]).reshape(expected.shape)
    if name.endswith("_ranks") or name.endswith("_rank"):
        assert np.abs(numbers - expected).max(initial=0) <= RANK_TOLERANCE, name
    elif name.endswith("_ids"):
        assert (numbers == expected).mean() > 0.99, name  # neighbours with equal logits may change places
    else:
        half = 2e-3 if expected.dtype == np.float16 else 0  # Python stores these as float16
        np.testing.assert_allclose(numbers, expected, rtol=max(TOLERANCE, half), atol=TOLERANCE, err_msg=name)
