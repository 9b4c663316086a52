"""The training text: shards -> works -> documents, and which of them are held out.

A corpus folder holds `corpus-<shard>.txt.xz` files (documents separated by a line `<|endoftext|>`) and a `SOURCES.tsv`
with one row per work, in the order in which the works stand in their shard.
"""

import csv
import hashlib
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

SEPARATOR = "<|endoftext|>\n"
HELD_OUT_SHARE = 0.05
# A row of these shards is a collection of unrelated stories, so its stories are held out one by one.
COLLECTIONS = frozenset({"tinystories"})
SHINGLE_WORDS = 12
MAX_SHARED_SHINGLES = 0.1


@dataclass(frozen=True)
class Document:
    """One story, chapter or article: `text` has a paragraph per line."""

    shard: str
    title: str
    author: str
    licence: str
    text: str


def read_documents(folder: Path) -> Iterator[Document]:
    """Every document of the corpus in `folder`, in order. Raises ValueError if shards and SOURCES.tsv disagree."""
    with (folder / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        works = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for shard in sorted({work["shard"] for work in works}):
        with lzma.open(folder / f"corpus-{shard}.txt.xz", "rt", encoding="utf-8", newline="\n") as file:
            texts = file.read().removesuffix(SEPARATOR).split(SEPARATOR)
        rows = [work for work in works if work["shard"] == shard]
        expected = sum(int(work["documents"]) for work in rows)
        if len(texts) != expected:
            raise ValueError(f"shard {shard} holds {len(texts)} documents, SOURCES.tsv says {expected}")
        remaining = iter(texts)
        for work in rows:
            for text in islice(remaining, int(work["documents"])):
                yield Document(shard, work["title"], work["author"], work["licence"], text.strip())


def fraction(key: str) -> float:
    """A number in [0, 1) that depends on `key` alone (SHA-256), the same on every machine."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64


def split(documents: list[Document]) -> tuple[list[Document], list[Document]]:
    """(training, held out): whole works by their title, whole stories of a collection by their text.

    Every shard has something held out: where no title falls under the share, the one with the lowest number goes.
    Held-out documents that training text largely contains (a tale told twice) are dropped from both.
    """
    held_keys: set[tuple[str, str]] = set()
    for shard in {document.shard for document in documents}:
        keys = {_key(document) for document in documents if document.shard == shard}
        held = {key for key in keys if fraction(key) < HELD_OUT_SHARE} or {min(keys, key=fraction)}
        held_keys |= {(shard, key) for key in held}
    # A title may stand in two shards: one answer for it everywhere.
    titles = {key for _, key in held_keys}
    training = [document for document in documents if _key(document) not in titles]
    held_out = [document for document in documents if _key(document) in titles]
    return training, _without_copies(held_out, training)


def _key(document: Document) -> str:
    return document.text if document.shard in COLLECTIONS else document.title


def _shingles(text: str) -> set[int]:
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + SHINGLE_WORDS])) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))}


def _without_copies(held_out: list[Document], training: list[Document]) -> list[Document]:
    candidates = [_shingles(document.text) for document in held_out]
    wanted = set().union(*candidates) if candidates else set()
    copied: set[int] = set()
    for document in training:
        copied |= _shingles(document.text) & wanted
    return [
        document
        for document, shingles in zip(held_out, candidates, strict=True)
        if len(shingles & copied) <= MAX_SHARED_SHINGLES * len(shingles)
    ]
