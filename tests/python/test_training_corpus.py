"""The text is split by whole works, nothing held out is trained on, and windows are the same each time."""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy as np
import pytest

from glassformer.config import find_root
from glassformer.training.corpus import SEPARATOR, Document, read_documents, split
from glassformer.training.pack import Batches, Windows
from glassformer.training.sample import HELD_OUT_BYTES, SAMPLE_BYTES, read_sample

FIXTURES = find_root() / "tests" / "fixtures"


def _document(shard: str, title: str, text: str) -> Document:
    return Document(shard, title, "author", "Public domain", text)


def _words(seed: int, n: int = 60) -> str:
    return " ".join(f"w{number}" for number in np.random.default_rng(seed).integers(0, 10**9, n))


@pytest.fixture
def corpus() -> list[Document]:
    books = [_document("prose", f"book {b}", _words(100 * b + c)) for b in range(60) for c in range(3)]
    return books + [_document("tinystories", "TinyStories", _words(10**6 + s)) for s in range(200)]


def test_works_are_held_out_whole_and_stories_one_by_one(corpus: list[Document]) -> None:
    training, held_out = split(corpus)
    assert len(training) + len(held_out) == len(corpus)
    assert not {d.text for d in training} & {d.text for d in held_out}
    books = [d for d in held_out if d.shard == "prose"]
    assert books and not {d.title for d in books} & {d.title for d in training}
    stories = [d for d in held_out if d.shard == "tinystories"]
    assert 0 < len(stories) < 30


def test_the_split_does_not_depend_on_the_order(corpus: list[Document]) -> None:
    assert {d.text for d in split(corpus)[1]} == {d.text for d in split(corpus[::-1])[1]}


def test_a_held_out_tale_that_training_also_tells_is_dropped(corpus: list[Document]) -> None:
    copied = next(document for document in split(corpus)[1] if document.shard == "prose")
    _, held_out = split([*corpus, *(_document("facts", f"copy {n}", copied.text) for n in range(3))])
    assert copied.text not in {document.text for document in held_out if document.shard == "prose"}


def test_read_documents_gives_each_work_its_own(tmp_path: Path) -> None:
    (tmp_path / "SOURCES.tsv").write_text(
        "shard\ttitle\tauthor\tlicence\tdocuments\nprose\tOne\tA\tPublic domain\t2\nprose\tTwo\tB\tPublic domain\t1\n"
    )
    shard = tmp_path / "corpus-prose.txt.xz"
    shard.write_bytes(lzma.compress("".join(f"{t}\n{SEPARATOR}" for t in ("a", "b", "c")).encode()))
    assert [(d.title, d.text) for d in read_documents(tmp_path)] == [("One", "a"), ("One", "b"), ("Two", "c")]
    shard.write_bytes(lzma.compress(f"a\n{SEPARATOR}".encode()))
    with pytest.raises(ValueError, match=r"shard prose holds 1 documents, SOURCES\.tsv says 3"):
        list(read_documents(tmp_path))


def test_the_committed_samples_share_no_text() -> None:
    held_out = read_sample(FIXTURES / "heldout.txt.xz", "held-out")
    training = read_sample(FIXTURES / "train-sample.txt.xz", "sample")
    assert (FIXTURES / "heldout.txt.xz").stat().st_size <= HELD_OUT_BYTES
    assert (FIXTURES / "train-sample.txt.xz").stat().st_size <= SAMPLE_BYTES
    long = {line for document in held_out for line in document.text.splitlines() if len(line) > 80}
    assert len(long) > 1000
    assert not long & {line for document in training for line in document.text.splitlines()}


def test_windows_cover_an_epoch_once_and_in_the_same_order() -> None:
    windows = Windows({"gutenberg-children": np.arange(1000, dtype=np.uint16)}, 10, seed=1)
    batches, again = Batches(windows, 4), Batches(windows, 4)
    epoch = np.concatenate([batches.batch(step) for step in range(25)])
    assert np.array_equal(np.sort(epoch.ravel()), np.arange(1000))
    assert batches.epoch_of(24) == 0 and batches.epoch_of(25) == 1
    assert np.array_equal(again.batch(26), batches.batch(26))
    assert np.array_equal(again.batch(3), epoch[12:16])


def test_too_little_text_is_one_line() -> None:
    batches = Batches(Windows({"prose": np.arange(20, dtype=np.uint16)}, 10, seed=1), 4)
    with pytest.raises(ValueError, match=r"the text has \d windows, fewer than a batch of 4"):
        batches.batch(0)
