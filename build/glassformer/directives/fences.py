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


def in_folder(content: Path, language: str = LANGUAGE) -> Iterator[Fence]:
    """The fences of every Markdown file below ``content``, in the order of the paths."""
    for path in sorted(content.rglob("*.md")):
        yield from in_file(path, language)


def locate(body: str, content: Path, language: str = LANGUAGE) -> str:
    """``file:line`` of the fence with this body, or the fence's name where it came from elsewhere."""
    for fence in in_folder(content, language):
        if fence.body.strip() == body.strip():
            return f"{fence.path.relative_to(content.parent).as_posix()}:{fence.line}"
    return f"a {language} fence"


def locate_text(text: str, content: Path) -> str:
    """``file:line`` of the first line that holds this text, or the text where it came from elsewhere."""
    for path in sorted(content.rglob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if text in line:
                return f"{path.relative_to(content.parent).as_posix()}:{number}"
    return text


def _closes(line: str, ticks: str) -> bool:
    text = line.strip(" \t>")
    return len(text) >= len(ticks) and set(text) == {ticks[0]}
