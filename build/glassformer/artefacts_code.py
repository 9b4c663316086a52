"""Which source files a module's work depends on: its own, and those of every glassformer module that it imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = "glassformer"
ROOT = Path(__file__).resolve().parent


@cache
def code_files(module: str) -> tuple[Path, ...]:
    """The files of ``glassformer.x`` and of all that it imports, wherever in it; of a package also its templates."""
    found: set[Path] = set()
    waiting = _files(module)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imports(path) if path.suffix == ".py" else []
    return tuple(sorted(found))


def _files(module: str) -> list[Path]:
    place = ROOT.joinpath(*module.split(".")[1:])
    if place.is_dir():
        return [path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return [place.with_suffix(".py")]


def _imports(path: Path) -> Iterator[Path]:
    """The files behind a source's import statements."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield from _module_files(name)


def _module_files(name: str) -> list[Path]:
    """The files of the longest part of ``glassformer.a.b`` that is a module; a thing of the top package has none."""
    parts = name.split(".")
    while parts[0] == PACKAGE and len(parts) > 1:
        place = ROOT.joinpath(*parts[1:])
        if place.is_dir() or place.with_suffix(".py").is_file():
            return _files(".".join(parts))
        parts.pop()
    return []
