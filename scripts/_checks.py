"""What `scripts/check` and the tests run over the sources. None of these edits a file."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from _commands import exit_code
from _project import Project


@dataclass(frozen=True)
class Check:
    """A program that looks at the sources. `{scratch}` in its command stands for a folder that is thrown away."""

    name: str
    command: tuple[str, ...]
    folder: str = "."

    def run(self, project: Project, environment: dict[str, str]) -> int:
        """Run it and return its exit status."""
        with tempfile.TemporaryDirectory() as scratch:
            command = [part.replace("{scratch}", scratch) for part in self.command]
            program = shutil.which(command[0], path=environment["PATH"]) or command[0]
            return exit_code([program, *command[1:]], project.root / self.folder, environment)


def checks(project: Project) -> list[Check]:
    """All checks, the quick ones first."""
    return [
        Check("ruff", ("ruff", "check", "--quiet")),
        Check("ruff-format", ("ruff", "format", "--check", "--quiet")),
        Check("prettier", ("npm", "run", "--silent", "format:check"), "site_src"),
        Check("tsc", ("npm", "run", "--silent", "types"), "site_src"),
        Check("eslint", ("npm", "run", "--silent", "lint"), "site_src"),
        Check("pyright", ("pyright", "--warnings")),
        *[mkdocs_check(config) for config in sorted(project.root.glob("mkdocs*.yml"))],
    ]


def mkdocs_check(config: Path) -> Check:
    """A strict build of the pages of one language."""
    command = ("python", "-m", "mkdocs", "build", "--quiet", "--strict", "-f", config.name, "-d", "{scratch}")
    return Check(config.stem, command)
