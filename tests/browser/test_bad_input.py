"""Whatever a reader types is text, and either runs or is refused in words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from glassformer.vocabulary import Vocabulary
from visit import Visit

RUNS = {
    "emoji": "👩‍👩‍👧 is a family 😀",
    "chinese": "我爱北京天安门",
    "right to left": "שלום עולם, مرحبا",
    "html": '<img src=x onerror="document.title=\'parsed\'"><script>document.title="parsed"</script>&lt;b&gt;',
    "white space": "  \n\t ",
    "one token": "a",
    "null and controls": "a\0z\u0001b\u200bc\u202ed",
}


@pytest.mark.parametrize("name", RUNS)
def test_runs_as_text(live: Visit, vocabulary: Vocabulary, name: str) -> None:
    live.write(RUNS[name])
    expect_tokens(live, vocabulary.encode(RUNS[name]))
    assert live.page.title() != "parsed"
    assert live.page.locator("gf-prompt img, gf-tokens img, gf-attention img, gf-probabilities img").count() == 0
    expect(live.prompt.locator(".gf-run")).to_have_text("")


def test_a_lone_surrogate_becomes_the_replacement_character(live: Visit, vocabulary: Vocabulary) -> None:
    live.text.evaluate(
        "(box) => { box.value = 'half \\ud83d done'; box.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    live.settled()
    expect_tokens(live, vocabulary.encode("half \ufffd done"))


@pytest.mark.parametrize(
    ("text", "reason"), [("", "no text yet"), ("word " * 1100, "The model reads at most 256 tokens")]
)
def test_is_refused_in_words_and_the_last_text_stays(
    live: Visit, vocabulary: Vocabulary, text: str, reason: str
) -> None:
    live.write("The last good text")
    expected = vocabulary.encode("The last good text")
    expect_tokens(live, expected)
    live.write(text)
    expect(live.prompt.locator(".gf-run")).to_contain_text(reason)
    expect_tokens(live, expected)
    live.write("And on it goes")
    expect(live.prompt.locator(".gf-run")).to_have_text("")


def expect_tokens(visit: Visit, ids: list[int]) -> None:
    expect(visit.ready("tokens").locator(".gf-chip-id")).to_have_text([str(token) for token in ids])
