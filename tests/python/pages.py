"""A built page as a tree, read with the standard library's parser: enough to find elements and their text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Node:
    """One element; its children are elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def all(self, tag: str | None = None, **attributes: str) -> Iterator[Node]:
        """Elements below this one with a tag, a class (``class_``) and attributes (``data_part`` is data-part)."""
        for child in self.children:
            if isinstance(child, Node):
                if child.fits(tag, attributes):
                    yield child
                yield from child.all(tag, **attributes)

    def one(self, tag: str | None = None, **attributes: str) -> Node:
        found = list(self.all(tag, **attributes))
        assert len(found) == 1, f"{len(found)} elements {tag or ''} {attributes} in <{self.tag}>"
        return found[0]

    def fits(self, tag: str | None, attributes: dict[str, str]) -> bool:
        if tag not in (None, self.tag):
            return False
        for name, value in attributes.items():
            if name == "class_" and value not in self.attributes.get("class", "").split():
                return False
            if name != "class_" and self.attributes.get(name.replace("_", "-")) != value:
                return False
        return True

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in (node.tag for node in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(path: Path) -> Node:
    """The root of a page's tree."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.open[0]
