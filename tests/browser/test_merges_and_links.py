"""The figure of merges, marks of tokens that training never saw, and the way from a figure into the explorer."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from glassformer.seen_tokens import load_seen
from glassformer.vocabulary import Vocabulary
from visit import RUN, Open


def test_a_word_is_followed_from_bytes_to_tokens(open_page: Open, root: Path) -> None:
    visit = open_page("tokens.html")
    figure = visit.ready("bpe")
    merges = json.loads((root / "model_artifacts/embedded/tokenizer.json").read_text(encoding="utf-8"))["model"][
        "merges"
    ]
    rows = [row for row in visit.table(figure)[1:] if row[1] != "–"]
    assert len(rows) == 9
    for _, rank, left, right, _ in rows:
        assert merges[int(rank)] == f"{left} {right}".replace("·", "Ġ")
    assert rows[-1][-1] == "·grass ho pper"

    drawing = figure.locator("[data-part=drawing]")
    figure.locator("[data-control=play]").click()  # from the start, since the end is shown
    expect(drawing.locator(".gf-bpe-id")).to_have_count(0)
    expect(drawing.locator(".gf-bpe-block")).to_have_count(12)
    figure.locator("[data-control=play]").click()
    drawing.press("ArrowRight")
    expect(drawing.locator(".gf-bpe-block.gf-new")).not_to_have_count(0)
    drawing.locator("[data-word='1']").click()
    expect(visit.ready("tokens").locator("[aria-current=true]")).to_contain_text("extraordinarily")
    expect(drawing.locator(".gf-bpe-id")).to_have_text("#31999")

    # A text of the reader's own needs the tokenizer alone.
    visit.text.fill("naïve 😀")
    expect(figure.locator("[data-part=source]")).to_contain_text("your text", timeout=RUN)
    expect(drawing.locator("[data-word]")).to_have_text(["naïve", "·😀"])
    own = re.compile(re.escape("explorer.html#text=na%C3%AFve+%F0%9F%98%80&part=tokens&position=1") + "$")
    expect(figure.locator("[data-part=explored]")).to_have_attribute("href", own)


def test_a_token_that_training_never_saw_is_marked(open_page: Open, root: Path) -> None:
    model = root / "model_artifacts/embedded"
    seen = set(load_seen(model / "seen_tokens.bin", 50257).tolist())
    text = "Hello SolidGoldMagikarp"
    vocabulary = Vocabulary(model / "tokenizer.json")
    unseen = [place for place, token in enumerate(vocabulary.encode(text)) if token not in seen]
    assert unseen
    visit = open_page("tokens.html")
    visit.text.fill(text)
    expect(visit.prompt.locator(".gf-unmet-note")).to_contain_text("never met", timeout=RUN)
    visit.run_live()
    marked = visit.ready("tokens").locator(".gf-chip.gf-unmet")
    expect(marked).to_have_count(len(unseen))
    assert [int(chip.get_attribute("data-position") or -1) for chip in marked.all()] == unseen
    expect(visit.ready("tokens").locator(".gf-note")).to_contain_text("guesses blindly")


def test_a_figure_leads_to_the_same_view_in_the_explorer(open_page: Open) -> None:
    visit = open_page("heads.html")
    static = visit.page.evaluate(
        """async () => {
          const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
          const links = [...page.querySelectorAll('gf-attention [data-part=explored]')];
          return links.map((link) => link.getAttribute('href'));
        }"""
    )
    assert static[0].startswith("explorer.html#prompt=")
    figure = visit.ready("attention", 1)
    figure.locator("[data-control=head]").select_option(index=2)
    figure.locator("[data-control=query]").select_option(index=3)
    link = figure.locator("[data-part=explored]")
    expect(link).to_have_attribute("href", re.compile(r"head=2&position=3"))
    block = figure.locator("[data-control=block]").input_value()
    prompt = figure.get_attribute("prompt")
    link.click()
    expect(visit.page).to_have_url(re.compile(rf"explorer\.html#prompt={prompt}.*part=attention"))
    explorer = visit.figure("explorer")
    explorer.scroll_into_view_if_needed()
    expect(explorer.locator("[data-unfolded=attention]")).to_be_visible(timeout=RUN)
    chosen = [explorer.locator(f"[data-control={name}]").input_value() for name in ("block", "head", "position")]
    assert chosen == [block, "2", "3"]
