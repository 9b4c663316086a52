"""Byte-pair encoding, step by step: which neighbours of a word are joined, in which order.

A word is a row of symbols: its bytes, each written as one printable character. Of all pairs of neighbours that are in
the tokenizer's list of merges, the one that stands first in it is joined, wherever it occurs; then the same again, as
long as a pair is in the list (Sennrich et al. 2016; on bytes, Radford et al. 2019, `bpe` in openai/gpt-2's encoder.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from glassformer.vocabulary import well_formed

Ranks = Mapping[tuple[str, str], int]  # a pair of symbols -> its place in the list of merges, from 0


@dataclass(frozen=True)
class Merge:
    """One merge: its ``rank`` in the list, and where ``at``, among the symbols before it, the left halves stand."""

    rank: int
    at: tuple[int, ...]


@dataclass(frozen=True)
class Word:
    """A piece of text that merges never cross: its first ``symbols``, and the merges in their order."""

    symbols: tuple[str, ...]
    merges: tuple[Merge, ...] = ()

    def tokens(self) -> tuple[str, ...]:
        """The symbols after all merges."""
        symbols = self.symbols
        for merge in self.merges:
            symbols = joined(symbols, merge.at)
        return symbols

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Merging:
    """The list of merges of a tokenizer.json, at work on texts."""

    def __init__(self, path: Path) -> None:
        content = path.read_text(encoding="utf-8")
        self._tokenizer = Tokenizer.from_str(content)
        self._added = set(self._tokenizer.get_added_tokens_decoder())
        pairs = (
            merge.split(" ") if isinstance(merge, str) else merge for merge in json.loads(content)["model"]["merges"]
        )
        self._ranks = {(left, right): rank for rank, (left, right) in enumerate(pairs)}

    def words(self, text: str) -> list[Word]:
        """How the tokens of the `well_formed` text come about: word by word, merge by merge."""
        encoding = self._tokenizer.encode(well_formed(text))
        pieces = zip(encoding.word_ids, encoding.ids, encoding.tokens, strict=True)
        return [self._word(list(word)) for _, word in groupby(pieces, key=lambda piece: piece[0])]

    def _word(self, pieces: list[tuple[int | None, int, str]]) -> Word:
        written = "".join(token for _, _, token in pieces)
        if any(token in self._added for _, token, _ in pieces):
            return Word((written,))  # such as <|endoftext|>: found as a whole, before all merges
        return merge_word(written, self._ranks)


def merge_word(symbols: Sequence[str], ranks: Ranks) -> Word:
    """Join the symbols of one word as far as the list of merges goes."""
    now, merges = tuple(symbols), list[Merge]()
    while found := [ranks[pair] for pair in pairwise(now) if pair in ranks]:
        rank = min(found)
        at = _places(now, rank, ranks)
        merges.append(Merge(rank, at))
        now = joined(now, at)
    return Word(tuple(symbols), tuple(merges))


def joined(symbols: Sequence[str], at: Sequence[int]) -> tuple[str, ...]:
    """The symbols with each of those at ``at`` and its right neighbour made one."""
    right = {place + 1 for place in at}
    return tuple(
        symbol + symbols[place + 1] if place in at else symbol
        for place, symbol in enumerate(symbols)
        if place not in right
    )


def _places(symbols: Sequence[str], rank: int, ranks: Ranks) -> tuple[int, ...]:
    """Where the pair of this rank stands, from left to right; what one place has taken is not free for the next."""
    places = list[int]()
    for place, pair in enumerate(pairwise(symbols)):
        if ranks.get(pair) == rank and place - 1 not in places:
            places.append(place)
    return tuple(places)
