"""Steps that make a file or folder, and are skipped while nothing that they depend on has changed.

A step's ingredients are the files it reads, its parameters, the code of its modules and the versions of the packages it
uses. They stand in a stamp, together with the hashes of what was made. A step makes its output under a temporary name
and renames it when it is complete, so an interrupted run leaves the old output or none.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from filelock import FileLock

from glassformer.artefacts_code import ROOT, code_files
from glassformer.files import sha256_of, write_atomically

Say = Callable[[str], None]
Known = dict[str, list[Any]]


@dataclass(frozen=True)
class Step:
    """How ``output`` is made.

    ``make(target, say)`` writes ``target``, a file or a folder, and may say how far it is; a text that it returns tells
    how it went. With ``renames`` false, target is ``output`` itself and make sees to it that it is whole or not there.
    ``files`` are files or folders under the names by which they are spoken of; ``modules`` are those whose code does
    the work.
    """

    name: str
    output: Path
    make: Callable[[Path, Say], object]
    stamps: Path
    modules: tuple[str, ...]
    files: Mapping[str, Path] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    renames: bool = True

    def outdated(self) -> str | None:
        """Why the step must run, or None."""
        return self._outdated(self._read_stamp())

    def run(self, say: Say = lambda text: None, tell: Say = lambda text: None) -> str | None:
        """Make the output if it is outdated; returns why it was, or None when there was nothing to do.

        ``say`` hears how far it is, ``tell`` at the end how it went.
        """
        self.stamps.mkdir(parents=True, exist_ok=True)
        with FileLock(self._stamp.with_suffix(".lock")):  # a second build waits, and then finds the work done
            self._clear()
            stamp = self._read_stamp()
            reason = self._outdated(stamp)
            if reason:
                hashes = _Hashes(stamp.get("known", {}))
                ingredients = self._ingredients(hashes)
                outcome = self._make(say)
                made = _hash_all(self.output, hashes)
                content = {"ingredients": ingredients, "output": made, "known": hashes.seen}
                write_atomically(self._stamp, json.dumps(content, sort_keys=True, indent=1).encode())
                if isinstance(outcome, str):
                    tell(outcome)
            return reason

    def _make(self, say: Say) -> object:
        self.output.parent.mkdir(parents=True, exist_ok=True)
        if not self.renames:
            return self.make(self.output, say)
        try:
            outcome = self.make(self._partial, say)
            if self.output.is_dir():  # a folder can only be renamed to a name that is free
                self.output.rename(self._replaced)
            self._partial.replace(self.output)
            return outcome
        finally:
            self._clear()

    def _clear(self) -> None:
        """Remove what is under temporary names, also that of a run that was killed."""
        _remove(self._partial)
        _remove(self._replaced)

    @property
    def _partial(self) -> Path:
        return self.output.with_name(f".{self.output.name}.tmp")

    @property
    def _replaced(self) -> Path:
        return self.output.with_name(f".{self.output.name}.old.tmp")

    def _outdated(self, stamp: Mapping[str, Any]) -> str | None:
        if not stamp:
            return "not made yet"
        hashes = _Hashes(stamp["known"])
        if _hash_all(self.output, hashes) != stamp["output"]:
            return f"{self.output.name} is missing, incomplete or changed"
        return _difference(stamp["ingredients"], self._ingredients(hashes))

    def _ingredients(self, hashes: _Hashes) -> dict[str, str]:
        found = {f"parameter {name}": value for name, value in self.parameters.items()}
        found |= {f"package {name}": _version(name) for name in self.packages}
        code = {path for module in self.modules for path in code_files(module)}
        found |= {f"code {path.relative_to(ROOT).as_posix()}": hashes.of(path) for path in code}
        for name, path in self.files.items():
            found |= {f"{name}{below}": digest for below, digest in _hash_all(path, hashes).items()}
        return found

    @property
    def _stamp(self) -> Path:
        return self.stamps / f"{self.name.replace(' ', '-')}.json"

    def _read_stamp(self) -> dict[str, Any]:
        try:
            return json.loads(self._stamp.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}


class _Hashes:
    """sha256 of files; a file whose size and time of change are the known ones is not read again."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.seen: Known = {}

    def of(self, path: Path) -> str:
        stat = path.stat()
        state = [stat.st_size, stat.st_mtime_ns]
        known = self.known.get(str(path), [])
        self.seen[str(path)] = [*state, known[2] if known[:2] == state else sha256_of(path)]
        return self.seen[str(path)][2]


def _hash_all(path: Path, hashes: _Hashes) -> dict[str, str]:
    """Hashes of a file, under the name "", or of a folder's files, under "/name"."""
    if path.is_dir():
        files: Iterable[Path] = sorted(file for file in path.rglob("*") if file.is_file())
        return {f"/{file.relative_to(path).as_posix()}": hashes.of(file) for file in files}
    return {"": hashes.of(path) if path.is_file() else "missing"}


def _difference(before: Mapping[str, str], now: Mapping[str, str]) -> str | None:
    for name in sorted({*before, *now}):
        if name not in before:
            return f"{name} is new"
        if name not in now:
            return f"{name} is gone"
        if before[name] != now[name]:
            return f"{name} changed"
    return None


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
