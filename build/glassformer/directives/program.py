"""The program that draws: the browser's own functions in a Node process.

It reads one JSON request and answers a line of JSON for each thing that it was asked for.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glassformer.errors import GlassformerError
from glassformer.files import sha256_of

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Program:
    """The program built from ``site_src``."""

    site_src: Path

    @property
    def bundle(self) -> Path:
        path = self.site_src / "dist" / "node" / "figures.mjs"
        if not path.is_file():
            raise GlassformerError(f"{path} is missing; run `npm run build` in {self.site_src}")
        return path

    def hashes(self) -> list[str]:
        """What an answer depends on beside the request."""
        return [sha256_of(file) for file in sorted(self.bundle.parent.rglob("*.mjs"))]

    def ask(self, request: Mapping[str, Any], ids: Sequence[str]) -> Answers:
        """The answer to each id; one that was not given holds an ``error`` that says why."""
        result = subprocess.run(
            [node_path(), str(self.bundle)], input=json.dumps(request), capture_output=True, text=True, encoding="utf-8"
        )
        answers = {answer["id"]: answer for answer in map(json.loads, result.stdout.splitlines())}
        return {name: answers.get(name, {"error": _reason(result)}) for name in ids}


def node_path() -> str:
    """Path of Node: the one on PATH, else the one that was installed beside Python."""
    beside_python = str(Path(sys.executable).parent)
    if found := shutil.which("node") or shutil.which("node", path=beside_python):
        return found
    raise GlassformerError(f"Node is neither on PATH nor in {beside_python}: install Node 20.19 or newer")


def _reason(result: subprocess.CompletedProcess[str]) -> str:
    """The line that names the error, of all that Node writes when it ends before its time."""
    lines = [line.strip() for line in result.stderr.splitlines() if "Error" in line]
    return lines[0] if lines else f"Node ended with code {result.returncode} and no answer"
