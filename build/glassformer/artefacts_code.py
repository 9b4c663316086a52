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
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [imported for path in _files(name) if path.suffix == ".py" for imported in _imports(path)]
    return tuple(sorted({path for name in found for path in _files(name)}))


def _files(module: str) -> list[Path]:
    place = ROOT.joinpath(*module.split(".")[1:])
    if place.is_dir():
        return [path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return [place.with_suffix(".py")]


def _imports(path: Path) -> Iterator[str]:
    """The glassformer modules named in a file's import statements; a package counts as one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            first, *rest = name.split(".")
            if first == PACKAGE and rest and ((ROOT / rest[0]).is_dir() or (ROOT / f"{rest[0]}.py").is_file()):
                yield f"{PACKAGE}.{rest[0]}"
