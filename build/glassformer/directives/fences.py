"""Where the `glassformer` fences of a Markdown file are, without rendering it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LANGUAGE = "glassformer"
OPENING = re.compile(r"^(?P<indent>[ \t>]*)(?P<ticks>`{3,}|~{3,})[ \t]*(?P<info>[^`]*?)[ \t]*$")


@dataclass(frozen=True)
class Fence:
    """One fence: its file, the line of its opening (from 1), and its YAML body."""

    path: Path
    line: int
    body: str


def in_file(path: Path, language: str = LANGUAGE) -> Iterator[Fence]:
    """The fences of one file. One that stands inside another fence is a code sample and is left out."""
    opened: re.Match[str] | None = None
    start, body = 0, list[str]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if opened is None:
            opened, start, body = OPENING.match(line), number, []
        elif _closes(line, opened["ticks"]):
            if opened["info"] == language:
                yield Fence(path, start, "\n".join(body))
            opened = None
        else:
            body.append(line.removeprefix(opened["indent"]))


def in_folder(pages: Path, language: str = LANGUAGE) -> Iterator[Fence]:
    """The fences of every Markdown file below ``pages``, in the order of the paths."""
    for path in sorted(pages.rglob("*.md")):
        yield from in_file(path, language)


def locate(body: str, pages: Path, language: str = LANGUAGE) -> str:
    """``file:line`` of the fence with this body, or the fence's name where it came from elsewhere."""
    for fence in in_folder(pages, language):
        if fence.body.strip() == body.strip():
            return f"{_name(fence.path, pages)}:{fence.line}"
    return f"a {language} fence"


def locate_text(text: str, pages: Path) -> str:
    """``file:line`` of the first line that holds this text, or the text where it came from elsewhere."""
    for path in sorted(pages.rglob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if text in line:
                return f"{_name(path, pages)}:{number}"
    return text


def _name(path: Path, pages: Path) -> str:
    """From the project's root, as in content/en/index.md."""
    return path.relative_to(pages.parents[1]).as_posix()


def _closes(line: str, ticks: str) -> bool:
    text = line.strip(" \t>")
    return len(text) >= len(ticks) and set(text) == {ticks[0]}
