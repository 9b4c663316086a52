"""GPT-2's tokens: ids, bytes and how they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError
from glassformer.vocabulary import Vocabulary

VOCABULARY = Vocabulary(Paths(find_root(Path(__file__).parent)).embedded / "tokenizer.json")


def test_known_ids() -> None:
    assert VOCABULARY.encode("The cat sat on the") == [464, 3797, 3332, 319, 262]
    assert VOCABULARY.display(262) == " the"
    assert VOCABULARY.display(50256) == "<|endoftext|>"


def test_pieces_of_a_character_are_shown_as_bytes() -> None:
    assert [VOCABULARY.display(token) for token in VOCABULARY.encode("😀")] == ["\\xF0\\x9F\\x98", "\\x80"]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30).filter(lambda text: "<|endoftext|>" not in text))
def test_the_bytes_of_the_tokens_are_the_bytes_of_the_text(text: str) -> None:
    tokens = VOCABULARY.encode(text)
    assert b"".join(VOCABULARY.token_bytes(token) for token in tokens) == text.encode("utf-8", "replace")


def test_lone_surrogates_become_the_replacement_character() -> None:
    assert VOCABULARY.encode("a\ud800b") == VOCABULARY.encode("a\ufffdb")
    assert VOCABULARY.encode("\ud83d\ude00") == VOCABULARY.encode("😀")


def test_an_id_outside_the_vocabulary() -> None:
    with pytest.raises(GlassformerError, match="token id 50257: the vocabulary has 0 to 50256"):
        VOCABULARY.display(50257)


def test_an_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(GlassformerError, match=r"not a readable tokenizer\.json"):
        Vocabulary(tmp_path / "tokenizer.json")
