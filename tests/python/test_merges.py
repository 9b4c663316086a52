"""The merges of byte-pair encoding, against lists made by hand, the tokenizers library, and TypeScript's."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from _project import PROJECT, Project
from glassformer.merges import Merge, Merging, Word, joined, merge_word

TOKENIZER = PROJECT.root / "model_artifacts" / "embedded" / "tokenizer.json"
MERGING, ORACLE = Merging(TOKENIZER), Tokenizer.from_file(str(TOKENIZER))
PIECES = [
    "The",
    " grasshopper",
    " 1847",
    "don't we'LL",
    "  \n\t ",
    "我爱你",
    "，你好",
    "😀",
    " 👩‍🚀",
    "é",
    "\u0301",
    "def f(x):\n    return x**2",
    "aaaaaaaa",
    " https://example.org/?q=%20",
    "<|endoftext|>",
    "\u00a0\u3000",
    "مرحبا",
    "\x00\x7f\x85\ufeff",
]


def texts(count: int) -> list[str]:
    """Texts of all the kinds in PIECES, the same at every run."""
    dice = random.Random(0)
    return ["", *PIECES, *("".join(dice.choices(PIECES, k=dice.randint(1, 6))) for _ in range(count))]


def test_the_first_of_the_list_comes_first_wherever_it_stands() -> None:
    ranks = {("a", "b"): 1, ("b", "c"): 0, ("a", "bc"): 2}
    assert merge_word("abcab", ranks) == Word(tuple("abcab"), (Merge(0, (1,)), Merge(1, (2,)), Merge(2, (0,))))
    assert merge_word("abcab", ranks).tokens() == ("abc", "ab")


def test_a_merge_joins_every_place_once_from_left_to_right() -> None:
    assert merge_word("aaaaa", {("a", "a"): 0}) == Word(tuple("aaaaa"), (Merge(0, (0, 2)),))
    assert joined("aaaaa", (0, 2)) == ("aa", "aa", "a")


def test_a_special_token_is_found_before_all_merges() -> None:
    words = MERGING.words("a<|endoftext|>")
    assert words == [Word(("a",)), Word(("<|endoftext|>",))]


def test_words_as_the_course_tells_them() -> None:
    (word,) = MERGING.words(" grasshopper")
    assert word.symbols == tuple("Ġgrasshopper")
    assert word.tokens() == ("Ġgrass", "ho", "pper")
    assert [merge.rank for merge in MERGING.words(" the")[0].merges] == [0, 2, 6]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
@example("".join(PIECES))
def test_the_merges_end_at_the_library_s_tokens(text: str) -> None:
    tokens = [token for word in MERGING.words(text) for token in word.tokens()]
    assert tokens == ORACLE.encode(text.encode("utf-8", "replace").decode()).tokens


def test_typescript_does_the_same_merges(project: Project, environment: dict[str, str], tmp_path: Path) -> None:
    cases = [{"text": text, "words": [word.as_json() for word in MERGING.words(text)]} for text in texts(300)]
    assert sum(len(word["merges"]) for case in cases for word in case["words"]) > 2000
    (tmp_path / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    npx = shutil.which("npx", path=environment["PATH"])
    assert npx, "npx is not on PATH"
    ended = subprocess.run(
        [npx, "vitest", "run", "src/tokenizer/merging.python.test.ts"],
        cwd=project.npm_root,
        env={**environment, "NO_COLOR": "1", "GLASSFORMER_MERGES": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
