"""Where things are in a checkout."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

WINDOWS = sys.platform == "win32"


@dataclass(frozen=True)
class Project:
    """A checkout, named by its top folder."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def programs(self) -> Path:
        """The folder of the virtual environment that holds its programs."""
        return self.venv / ("Scripts" if WINDOWS else "bin")

    @property
    def python(self) -> Path:
        return self.programs / ("python.exe" if WINDOWS else "python")

    @property
    def npm_root(self) -> Path:
        return self.root / "site_src"

    @property
    def node_modules(self) -> Path:
        return self.npm_root / "node_modules"

    @property
    def site(self) -> Path:
        """The built site."""
        return self.root / "site"

    def environment(self) -> dict[str, str]:
        """The environment for our commands: programs of the virtual environment first, output as it comes."""
        path = os.pathsep.join([str(self.programs), os.environ.get("PATH", "")])
        quiet = {"NO_MKDOCS_2_WARNING": "1"}  # Material's notice about its successor
        return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(self.venv), "PYTHONUNBUFFERED": "1", **quiet}


PROJECT = Project(Path(__file__).resolve().parent.parent)
