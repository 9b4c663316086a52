"""The authors' reference: every kind and every field, in both languages, as the tables of kinds have them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from _project import PROJECT
from glassformer.directives.kind import SHELL
from glassformer.directives.kinds import KINDS
from glassformer.directives.reference import PAGE, SHARED, reference_html
from glassformer.directives.reference_words import WORDS
from glassformer.errors import GlassformerError

CONTENT = PROJECT.root / "content"


@pytest.mark.parametrize("locale", WORDS)
def test_every_kind_has_its_place_on_the_page(locale: str) -> None:
    text = (CONTENT / locale / PAGE).read_text(encoding="utf-8")
    asked = re.findall(r"^```glassformer-reference\nkind: (\S+)\n```$", text, re.M)
    assert sorted(asked) == sorted([SHARED, *KINDS])
    assert re.findall(r"^## (\S+)", text, re.M)[1:] == asked[1:]


@pytest.mark.parametrize("locale", WORDS)
@pytest.mark.parametrize("kind", [SHARED, *KINDS])
def test_every_field_is_told_with_its_values(kind: str, locale: str) -> None:
    html = reference_html(f"kind: {kind}", CONTENT / locale, locale)
    settings = SHELL if kind == SHARED else KINDS[kind].view
    entries = re.findall(r"<dt><code>(.*?)</code></dt>\n<dd>(.*?)<br><span .*?>(.*?)</span></dd>", html)
    assert [name for name, *_ in entries] == [setting.name for setting in settings]
    for (_, meaning, values), setting in zip(entries, settings, strict=True):
        assert all(choice in values for choice in setting.choices)
        assert setting.default is None or values.endswith(f" {setting.default}")
        assert bool(re.search(r"[\u4e00-\u9fff]", meaning)) == (locale == "zh")
    if kind != SHARED:
        assert all(f"<code>{setting.name}</code>" in html for setting in KINDS[kind].shell)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_example_that_a_page_uses(kind: str) -> None:
    html = reference_html(f"kind: {kind}", CONTENT / "en", "en")
    assert f"kind: {kind}" in html.split("highlight")[1]


def test_an_example_on_the_page_itself_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# A page { #a }\n\n```glassformer\nkind: tokens\nprompt: a\n```\n", encoding="utf-8"
    )
    (tmp_path / PAGE).write_text("```glassformer\nkind: tokens\nprompt: <own>\n```\n", encoding="utf-8")
    html = reference_html("kind: tokens", tmp_path, "en")
    assert "prompt: &lt;own&gt;" in html
    assert 'Used in: <a href="a.html">A page</a></p>' in html


@pytest.mark.parametrize("body", ["kind: pie", "kinds: tokens", "tokens", "kind: tokens\nprompt: a"])
def test_mistakes_of_authors(body: str) -> None:
    with pytest.raises(GlassformerError, match="expected `kind: name`; there are: shared, tokens, bpe"):
        reference_html(body, CONTENT / "en", "en")
