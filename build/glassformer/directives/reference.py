"""The fence `glassformer-reference`: what authors can write, from the tables that fences are checked with.

```glassformer-reference
kind: attention
```

Instead of a kind, ``shared`` shows the fields that stand around every figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from glassformer.directives.fences import LANGUAGE as FIGURE
from glassformer.directives.fences import Fence, in_folder
from glassformer.directives.kind import SHELL, Kind
from glassformer.directives.kinds import KINDS
from glassformer.directives.reference_words import Words, of_locale
from glassformer.directives.settings import Setting
from glassformer.directives.shell import TEMPLATES
from glassformer.errors import GlassformerError

LANGUAGE = "glassformer-reference"
PAGE = "authors.md"
SHARED = "shared"


def reference_html(body: str, pages: Path, locale: str) -> str:
    """What a kind shows, its fields, an example, where it is used. Raises GlassformerError for an author's mistake."""
    kind, words = _kind(body), of_locale(locale)
    if kind is None:
        return _render(words, fields=[_entry(setting, None, words) for setting in SHELL])
    used = list(_uses(kind, pages))
    example = min(used, key=lambda fence: fence.path.name != PAGE, default=None)  # the one on the page itself, if any
    return _render(
        words,
        summary=words.summary(kind),
        fields=[_entry(setting, kind, words) for setting in kind.view],
        shared=[setting.name for setting in kind.shell],
        unexplored=words.unexplored(kind),
        example=f"```{FIGURE}\n{example.body.strip()}\n```" if example else None,
        used=[(page.with_suffix(".html").name, _title(page)) for page in _pages(used)],
    )


def _render(words: Words, **values: Any) -> str:
    empty = {"summary": None, "fields": (), "shared": (), "example": None, "used": (), "unexplored": ""}
    return TEMPLATES.get_template("reference.html.j2").render(words=words, **{**empty, **values}).strip()


def _kind(body: str) -> Kind | None:
    fields = yaml.safe_load(body)
    if not isinstance(fields, dict) or list(fields) != ["kind"] or fields["kind"] not in {SHARED, *KINDS}:
        raise GlassformerError(f"expected `kind: name`; there are: {SHARED}, {', '.join(KINDS)}")
    return KINDS.get(fields["kind"])


def _entry(setting: Setting, kind: Kind | None, words: Words) -> dict[str, str]:
    """What stands in the list about a field."""
    allowed = ", ".join(KINDS) if setting.name == "kind" else words.allowed(setting)
    default = "" if setting.default is None else str(setting.default)
    return {"name": setting.name, "allowed": allowed, "default": default, "meaning": words.meaning(setting, kind)}


def _uses(kind: Kind, pages: Path) -> Iterator[Fence]:
    for fence in in_folder(pages):
        fields: Any = yaml.safe_load(fence.body)
        if isinstance(fields, dict) and fields.get("kind") == kind.name:
            yield fence


def _pages(fences: list[Fence]) -> list[Path]:
    """The other pages that hold the fences, each once."""
    return sorted({fence.path for fence in fences if fence.path.name != PAGE})


def _title(page: Path) -> str:
    """A page's title, from its front matter or its first heading."""
    text = page.read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("\n---\n")[0]) if text.startswith("---\n") else None
    if front and "title" in front:
        return str(front["title"])
    heading = next((line for line in text.splitlines() if line.startswith("# ")), page.stem)
    return heading.removeprefix("# ").split(" { #")[0].strip()
