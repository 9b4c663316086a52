"""A site of two models: each page shows its own, until the reader chooses one for all figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

import two_models
from faulty_server import FaultyServer, serving
from glassformer.fidelity import log_probs
from glassformer.runner import variant_runner
from glassformer.vocabulary import Vocabulary
from two_models import SECOND, SHAPE, SLUG
from visit import LIVE, RUN, Visit, source

FIRST = "Glassformer embedded"
KINDS = ("tokens", "attention", "probabilities")


@pytest.fixture(scope="module")
def both(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the two models, built."""
    project = tmp_path_factory.mktemp("two-models")
    two_models.build(root, project)
    return project


@pytest.fixture
def server(both: Path) -> Iterator[FaultyServer]:
    with serving(both / "site") as running:
        yield running


@pytest.fixture
def visit(wasm_browser: Browser, server: FaultyServer) -> Iterator[Visit]:
    visit = Visit(wasm_browser.new_context(), server.address)
    yield visit
    visit.context.close()
    assert visit.problems == []


def shown(visit: Visit) -> list[str]:
    return [source(visit.ready(kind)) for kind in KINDS]


def choose(visit: Visit, slug: str, name: str) -> None:
    """Choose a model for all figures; the figures show it when this returns."""
    visit.prompt.locator("[data-control=setting-model]").select_option(slug)
    for kind in KINDS:
        expect(visit.ready(kind).locator("[data-part=source]")).to_contain_text(name, timeout=RUN)


def test_each_page_shows_its_model(visit: Visit, server: FaultyServer) -> None:
    visit.open("index.html")
    assert shown(visit) == [f"precomputed · {FIRST} · fp32"] * 3
    assert not any(SLUG in path for path in server.asked)
    visit.open("second.html")
    assert shown(visit) == [f"precomputed · {SECOND} · fp32"] * 3
    drawing = visit.figure("attention").locator("[data-part=drawing]").text_content() or ""
    assert drawing.count("Head") >= SHAPE["n_head"]
    visit.open("exact.html")
    captions = visit.page.locator(".gf-report figcaption").all_inner_texts()
    assert [name in caption for name, caption in zip((FIRST, SECOND), captions, strict=True)] == [True, True]


def test_the_reader_chooses_a_model_for_all_figures(visit: Visit, both: Path) -> None:
    visit.open("index.html")
    visit.ready("tokens")
    visit.prompt.locator("gf-settings summary").click()
    models = visit.prompt.locator("[data-control=setting-model] option")
    names = ["as each figure was written", f"{FIRST}, 12 million parameters", f"{SECOND}, 0.2 million parameters"]
    expect(models).to_have_text(names, timeout=RUN)
    choose(visit, SLUG, SECOND)
    assert shown(visit) == [f"precomputed · {SECOND} · fp32"] * 3

    assert f"once: {SECOND} (q8" in visit.offer()
    visit.prompt.locator("[data-control=accept]").click()
    expect(visit.prompt).to_have_attribute("data-state", "on", timeout=LIVE)
    visit.write("A dog")
    assert shown(visit) == [f"live · {SECOND} · q8"] * 3
    variants = both / "model_artifacts" / "variants" / SLUG
    vocabulary = Vocabulary(variants / "tokenizer.json")
    with variant_runner(variants, "q8", "wasm") as runner:
        expected = log_probs(runner.run(vocabulary.encode("A dog"), ["logits"])["logits"])[0]
    head, *rows = visit.table(visit.figure("probabilities"))
    best = [(int(row[head.index("id")]), float(row[head.index("model’s own probability")])) for row in rows[:5]]
    assert [token for token, _ in best] == np.argsort(-expected)[:5].tolist()
    np.testing.assert_allclose([p for _, p in best], np.exp(expected[[token for token, _ in best]]), rtol=1e-3)

    choose(visit, "embedded", FIRST)  # the other goes on running, but this page is about another now
    expect(visit.prompt).to_have_attribute("data-state", "offered", timeout=RUN)
    assert f"once: {FIRST} (q8" in visit.prompt.locator("[data-part=status]").inner_text()
    visit.open("second.html")  # the choice is remembered, for all figures
    assert shown(visit) == [f"precomputed · {FIRST} · fp32"] * 3


def test_what_a_model_was_not_traced_on_is_shown_of_the_page_s_own(visit: Visit, both: Path) -> None:
    index = json.loads((both / "site/traces" / SLUG / "index.json").read_text(encoding="utf-8"))
    assert [prompt["id"] for prompt in index["prompts"]] == ["cat-sat"]
    visit.open("index.html")
    visit.ready("tokens")
    visit.prompt.locator(".gf-examples summary").click()
    visit.prompt.locator("[data-example=story]").click()
    expect(visit.figure("tokens").locator("[data-position]")).to_have_count(4)
    visit.prompt.locator("gf-settings summary").click()
    visit.prompt.locator("[data-control=setting-model]").select_option(SLUG, timeout=RUN)
    expect(visit.prompt.locator("[data-example]")).to_have_count(1)
    assert shown(visit) == [f"precomputed · {FIRST} · fp32"] * 3
