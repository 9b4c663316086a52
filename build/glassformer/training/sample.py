"""Small pieces of the corpus that are committed: held-out text to measure on, training text for a first try."""

import lzma
from pathlib import Path

from glassformer.files import write_atomically
from glassformer.training.corpus import SEPARATOR, Document, fraction

HELD_OUT_BYTES = 300_000
SAMPLE_BYTES = 1_000_000
# Public domain everywhere, so that the files carry no conditions.
FREE_SHARDS = ("gutenberg-children", "prose")
MAX_DOCUMENT_CHARACTERS = 24_000


def read_sample(path: Path, shard: str) -> list[Document]:
    """The documents of a file of text separated as in a corpus shard."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        texts = file.read().removesuffix(SEPARATOR).split(SEPARATOR)
    return [Document(shard, path.name, "", "Public domain", text.strip()) for text in texts]


def write_sample(path: Path, documents: list[Document], limit: int) -> int:
    """Write as many public-domain documents as fit into `limit` bytes of xz; returns how many."""
    free = [d for d in documents if d.shard in FREE_SHARDS and d.licence.startswith("Public domain (US; a")]
    chosen = sorted(
        (document for document in free if len(document.text) <= MAX_DOCUMENT_CHARACTERS),
        key=lambda document: fraction(document.text),
    )
    low, high = 0, len(chosen)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(_compressed(chosen[:middle])) <= limit else (low, middle - 1)
    write_atomically(path, _compressed(chosen[:low]))
    return low


def _compressed(documents: list[Document]) -> bytes:
    text = "".join(f"{document.text}\n{SEPARATOR}" for document in documents)
    return lzma.compress(text.encode(), preset=9)
