"""What is drawn, here and in the browser, follows transformers' own samplers over the whole vocabulary."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

from _project import Project
from glassformer.sampling import Sampling, sample, uniform

DRAWS = 20_000
VOCABULARY = 50_257
SETTINGS = [
    {"temperature": temperature, "topK": top_k, "topP": top_p}
    for temperature in (0.5, 1.0, 1.7)
    for top_k, top_p in ((None, None), (40, None), (None, 0.9), (40, 0.95))
]
ONCE_IN_100_000 = 4.265  # standard deviations


def example_logits() -> NDArray[np.float32]:
    """Some tokens that lead, and the long tail of a language model."""
    random = np.random.default_rng(0)
    logits = random.normal(-6, 1.5, VOCABULARY)
    logits[random.integers(0, VOCABULARY, 60)] = random.normal(3, 2, 60)
    return logits.astype(np.float32)


def reference(logits: NDArray[np.float32], temperature: float, top_k: int | None, top_p: float | None) -> torch.Tensor:
    """transformers' probabilities after the same steps in its order."""
    no_ids: Any = None  # none of them looks at the text
    scores: Any = torch.from_numpy(logits.astype(np.float64))[None]
    scores = TemperatureLogitsWarper(temperature)(no_ids, scores)
    if top_k is not None:
        scores = TopKLogitsWarper(top_k)(no_ids, scores)
    if top_p is not None:
        scores = TopPLogitsWarper(top_p)(no_ids, scores)
    return scores[0].softmax(-1)


def chi_square_limit(freedom: int) -> float:
    """Exceeded once in 100,000 times, by Wilson and Hilferty's approximation (1931)."""
    part = 2 / (9 * freedom)
    return freedom * (1 - part + ONCE_IN_100_000 * part**0.5) ** 3


@pytest.fixture(scope="module")
def tokens(project: Project, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> list[list[int]]:
    """What the browser's sampler draws with each setting, its number being the seed."""
    folder: Path = tmp_path_factory.mktemp("sampling")
    cases = {"logits": example_logits().tolist(), "draws": DRAWS, "settings": SETTINGS}
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    npx = shutil.which("npx", path=environment["PATH"])
    assert npx, "npx is not on PATH"
    ended = subprocess.run(
        [npx, "vitest", "run", "src/core/sampling.python.test.ts"],
        cwd=project.npm_root,
        env={**environment, "NO_COLOR": "1", "GLASSFORMER_SAMPLING": str(folder)},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    return json.loads((folder / "tokens.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(len(SETTINGS)), ids=[str(list(setting.values())) for setting in SETTINGS])
def test_draws_follow_the_reference(tokens: list[list[int]], number: int) -> None:
    setting = SETTINGS[number]
    expected = reference(example_logits(), setting["temperature"], setting["topK"], setting["topP"]).numpy() * DRAWS
    drawn = np.bincount(tokens[number], minlength=VOCABULARY).astype(np.float64)
    assert drawn.sum() == DRAWS
    assert drawn[expected == 0].sum() == 0  # nothing that was filtered out
    often = expected >= 5
    bins = [*zip(drawn[often], expected[often], strict=True)]
    if (rest := expected[~often].sum()) >= 5:
        bins.append((drawn[~often].sum(), rest))
    statistic = sum((found - wanted) ** 2 / wanted for found, wanted in bins)
    assert len(bins) > 2
    assert statistic < chi_square_limit(len(bins) - 1)


@pytest.mark.parametrize("number", range(len(SETTINGS)), ids=[str(list(setting.values())) for setting in SETTINGS])
def test_python_draws_the_same_tokens_as_the_browser(tokens: list[list[int]], number: int) -> None:
    temperature, top_k, top_p = SETTINGS[number].values()
    sampled = sample(example_logits(), Sampling(temperature, top_k, top_p))
    drawn = [sampled.draw(uniform(number, index)) for index in range(500)]
    assert drawn == tokens[number][:500]
    assert len(set(drawn)) > 3
    left = reference(example_logits(), temperature, top_k, top_p).numpy()
    np.testing.assert_allclose(sampled.probabilities, left[sampled.order[: len(sampled.probabilities)]], rtol=1e-9)
    assert np.count_nonzero(left) == len(sampled.probabilities)
    assert sampled.entropy == pytest.approx(-(left[left > 0] * np.log(left[left > 0])).sum())


def test_at_temperature_0_the_best_token_is_taken() -> None:
    sampled = sample(example_logits(), Sampling(0, 40, 0.9))
    assert {sampled.draw(uniform(seed, 3)) for seed in range(50)} == {int(example_logits().argmax())}
    assert sampled.entropy == 0
