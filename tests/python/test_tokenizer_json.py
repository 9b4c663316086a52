"""The committed tokenizer is GPT-2's, and is what the script makes."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import GPT2TokenizerFast

from glassformer import tokenizer_json
from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError

PATHS = Paths(find_root(Path(__file__).parent))
TOKENIZER = GPT2TokenizerFast.from_pretrained(PATHS.embedded)

# What OpenAI's GPT-2 small was fed for these prompts.
GPT2_IDS = {
    "Data visualization empowers users to": [6601, 32704, 795, 30132, 2985, 284],
    "Artificial Intelligence is transforming the": [8001, 9542, 9345, 318, 25449, 262],
    "As the spaceship was approaching the": [1722, 262, 40663, 373, 13885, 262],
    "On the deserted planet they discovered a": [2202, 262, 36043, 5440, 484, 5071, 257],
    "IEEE VIS conference highlights the": [40, 31909, 50035, 4495, 11330, 262],
    "Hello world": [15496, 995],
    "Hello<|endoftext|> world": [15496, 50256, 995],
    "": [],
}


@pytest.mark.parametrize(("text", "ids"), GPT2_IDS.items())
def test_known_ids(text: str, ids: list[int]) -> None:
    assert TOKENIZER.encode(text) == ids


def test_it_holds_all_of_gpt2s_vocabulary() -> None:
    assert len(TOKENIZER) == TOKENIZER.vocab_size == 50257
    assert sorted(TOKENIZER.get_vocab().values()) == list(range(50257))
    assert TOKENIZER.eos_token_id == TOKENIZER.bos_token_id == 50256


@settings(deadline=None)
@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    assert TOKENIZER.decode(TOKENIZER.encode(text)) == text


def test_the_script_makes_the_committed_file() -> None:
    ranks_file = PATHS.site_src / tokenizer_json.RANKS
    if not ranks_file.is_file():
        pytest.skip(f"{ranks_file} is not installed")
    made = tokenizer_json.tokenizer_json(tokenizer_json.read_ranks(ranks_file))
    committed = json.loads((PATHS.embedded / "tokenizer.json").read_text(encoding="utf-8"))
    assert made == committed


def test_merges_come_in_the_order_in_which_they_were_learned() -> None:
    ranks = {b"a": 0, b"b": 1, b"c": 2, b"ab": 3, b"cab": 4, b"abab": 5, b"cabab": 6}
    assert tokenizer_json.merge_pairs(ranks) == [(b"a", b"b"), (b"c", b"ab"), (b"ab", b"ab"), (b"cab", b"ab")]


def test_a_token_that_is_no_pair_of_earlier_ones_is_refused() -> None:
    with pytest.raises(GlassformerError, match="token 3 b'abc' is not a pair of earlier tokens"):
        tokenizer_json.merge_pairs({b"a": 0, b"b": 1, b"c": 2, b"abc": 3})


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(GlassformerError, match="npm ci"):
        tokenizer_json.read_ranks(tmp_path / "r50k_base.tiktoken")


def test_ranks_with_gaps_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "r50k_base.tiktoken"
    path.write_text(f"{base64.b64encode(b'!').decode()} 0\n")
    with pytest.raises(GlassformerError, match="1 ranks, expected 0 to 50255"):
        tokenizer_json.read_ranks(path)


@pytest.mark.parametrize("break_it", [lambda text: text.replace('"Hello":15496', '"Hello":995')])
def test_a_wrong_tokenizer_is_not_written(break_it) -> None:
    text = (PATHS.embedded / "tokenizer.json").read_text(encoding="utf-8")
    with pytest.raises(GlassformerError, match="Hello world"):
        tokenizer_json.check(break_it(text))
