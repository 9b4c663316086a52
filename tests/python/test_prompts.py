"""The prompt list: what is in ours, and what a broken one is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError
from glassformer.prompts import load_prompts, prompts_for
from glassformer.vocabulary import Vocabulary

PROJECT = Paths(find_root(Path(__file__).parent))
GOOD = "- {id: a, text: A b, reason: {en: e, zh: z}}\n"


def test_ours() -> None:
    prompts = load_prompts(PROJECT.prompts)
    assert prompts[0].id == "cat-sat"
    assert all(prompt.reason["en"] and prompt.reason["zh"] for prompt in prompts)
    assert len({prompt.text for prompt in prompts}) == len(prompts)


def test_every_model_reads_its_own() -> None:
    embedded, small = (prompts_for(model, PROJECT.prompts) for model in ("embedded", "openai-community/gpt2"))
    assert all(prompt in embedded or prompt in small for prompt in load_prompts(PROJECT.prompts))
    shared = {prompt.id for prompt in embedded} & {prompt.id for prompt in small}
    assert shared == {prompt.id for prompt in embedded if prompt.models == "all"}
    assert min(len(shared), len(embedded) - len(shared), len(small) - len(shared)) > 0


def test_gpt2_small_reads_the_texts_whose_numbers_are_published() -> None:
    published = json.loads((PROJECT.root / "tests/fixtures/gpt2_small.json").read_text(encoding="utf-8"))["texts"]
    texts = {prompt.text for prompt in prompts_for("openai-community/gpt2", PROJECT.prompts)}
    assert {case["text"] for case in published} <= texts


def test_ours_are_short_enough_for_figures() -> None:
    vocabulary = Vocabulary(PROJECT.embedded / "tokenizer.json")
    lengths = {prompt.id: len(vocabulary.encode(prompt.text)) for prompt in load_prompts(PROJECT.prompts)}
    assert max(lengths.values()) <= 24, lengths


def test_a_model_without_prompts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "prompts.yml"
    path.write_text(GOOD.replace("{id: a", "{id: a, models: embedded"), encoding="utf-8")
    assert [prompt.id for prompt in prompts_for("embedded", path)] == ["a"]
    with pytest.raises(GlassformerError, match="no prompt is for a/b; give some `models: others`"):
        prompts_for("a/b", path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + GOOD, r"prompts.yml:2: prompt id 'a' is used already at line 1"),
        ("- {id: a, text: A b}\n", r"prompts.yml:1: a prompt has the fields id, text, reason, and may have models"),
        (
            GOOD.replace("{id: a", "{id: a, models: gpt9"),
            r"prompts.yml:1: models is 'gpt9'; allowed: all, embedded, others",
        ),
        ("- {id: a, text: '', reason: {en: e, zh: z}}\n", r"prompts.yml:1: text must be"),
        ("- {id: ../a, text: A, reason: {en: e, zh: z}}\n", r"prompts.yml:1: id '../a' must be letters"),
        ("- {id: a, text: A, reason: {en: e}}\n", r"prompts.yml:1: reason needs one sentence for each of en, zh"),
        ("a: b\n", r"prompts.yml: must be a list of prompts"),
        ("- [\n", r"prompts.yml: not readable as YAML"),
        ("", r"prompts.yml: must be a list of prompts"),
    ],
)
def test_broken_lists(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "prompts.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GlassformerError, match=says) as error:
        load_prompts(path)
    assert "\n" not in str(error.value)


def test_a_missing_list(tmp_path: Path) -> None:
    with pytest.raises(GlassformerError, match="the prompt list is missing"):
        load_prompts(tmp_path / "prompts.yml")
