"""The fence `glassformer-reference`: one kind of figure for authors, from the tables that fences are checked with.

```glassformer-reference
kind: attention
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from glassformer.directives.fences import LANGUAGE as FIGURE
from glassformer.directives.fences import Fence, in_folder
from glassformer.directives.kind import Kind
from glassformer.directives.kinds import KINDS
from glassformer.directives.reference_words import Words, of_locale
from glassformer.directives.settings import Setting
from glassformer.directives.shell import TEMPLATES
from glassformer.errors import GlassformerError

LANGUAGE = "glassformer-reference"
PAGE = "authors.md"


def reference_html(body: str, pages: Path, locale: str) -> str:
    """What a kind shows, its fields, an example, where it is used. Raises GlassformerError for an author's mistake."""
    kind, words = _kind(body), of_locale(locale)
    used = list(_uses(kind, pages))
    example = min(used, key=lambda fence: fence.path.name != PAGE, default=None)  # the one on the page itself, if any
    return (
        TEMPLATES.get_template("reference.html.j2")
        .render(
            words=words,
            summary=words.summary(kind),
            fields=[_row(setting, kind, words) for setting in kind.settings.values()],
            example=f"```{FIGURE}\n{example.body.strip()}\n```" if example else None,
            used=[(page.with_suffix(".html").name, _title(page)) for page in _pages(used)],
        )
        .strip()
    )


def _kind(body: str) -> Kind:
    fields = yaml.safe_load(body)
    if not isinstance(fields, dict) or list(fields) != ["kind"] or fields["kind"] not in KINDS:
        raise GlassformerError(f"expected `kind: name`; there are: {', '.join(KINDS)}")
    return KINDS[fields["kind"]]


def _row(setting: Setting, kind: Kind, words: Words) -> tuple[str, str, str, str]:
    """Name, allowed values, default and meaning of a field."""
    allowed = kind.name if setting.name == "kind" else words.allowed(setting)
    return setting.name, allowed, words.default(setting, kind), words.meaning(setting, kind)


def _uses(kind: Kind, pages: Path) -> Iterator[Fence]:
    for fence in in_folder(pages):
        fields: Any = yaml.safe_load(fence.body)
        if isinstance(fields, dict) and fields.get("kind") == kind.name:
            yield fence


def _pages(fences: list[Fence]) -> list[Path]:
    """The other pages that hold the fences, each once."""
    return sorted({fence.path for fence in fences if fence.path.name != PAGE})


def _title(page: Path) -> str:
    """A page's title, from the front matter or its first heading."""
    text = page.read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.startswith(("title:", "# ")))
    first = next(lines, page.stem)
    return first.removeprefix("title:").removeprefix("# ").split(" { #")[0].strip()
