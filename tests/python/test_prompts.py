"""The prompt list: what is in ours, and what a broken one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError
from glassformer.prompts import load_prompts

GOOD = "- {id: a, text: A b, reason: {en: e, zh: z}}\n"


def test_ours() -> None:
    prompts = load_prompts(Paths(find_root(Path(__file__).parent)).prompts)
    assert len(prompts) >= 12
    assert prompts[0].id == "cat-sat"
    assert all(prompt.reason["en"] and prompt.reason["zh"] for prompt in prompts)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + GOOD, r"prompts.yml:2: prompt id 'a' is used already at line 1"),
        ("- {id: a, text: A b}\n", r"prompts.yml:1: a prompt has exactly the fields id, text, reason"),
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
