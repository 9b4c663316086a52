"""Sees to it that .venv holds the locked Python packages."""

from __future__ import annotations

import shutil
import sys

from _commands import SetupError, output, run
from _project import Project
from _stamp import Stamp, digest


def install_python_packages(project: Project) -> None:
    """Make .venv with the versions of constraints.txt and the package itself, editable."""
    stamp = Stamp(project.venv / "glassformer-stamp", _python_inputs(project))
    if project.python.exists() and stamp.is_fresh():
        return
    unfinished = project.venv / "glassformer-unfinished"
    if unfinished.exists() or output([project.python, "-m", "pip", "--version"]) is None:
        if project.venv.exists():
            print("Removing a .venv that was left unfinished", flush=True)
            shutil.rmtree(project.venv)
        project.venv.mkdir()
        unfinished.touch()
        print("Making a virtual environment in .venv", flush=True)
        make_virtual_environment(project)
    unfinished.touch()
    print("Installing Python packages; the first time this takes some minutes", flush=True)
    try:
        pip_install(project, "-e", ".[dev]")
    except SetupError:
        unfinished.unlink()  # pip puts back what it changed when it fails, not when it is killed
        raise
    unfinished.unlink()
    stamp.write()


def make_virtual_environment(project: Project) -> None:
    """Make .venv with the Python that runs this.

    Raises:
        SetupError: this Python comes without venv or pip, as Debian's does.
    """
    python = getattr(sys, "_base_executable", sys.executable)  # not the one in the .venv that is being made again
    try:
        run([python, "-m", "venv", project.venv], project.root)
    except SetupError as error:
        raise SetupError(
            f"{python} cannot make a virtual environment; on Debian and Ubuntu, install python3-venv."
        ) from error


def pip_install(project: Project, *what: str) -> None:
    """Install into .venv, in the versions of constraints.txt."""
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    options = ["--disable-pip-version-check", "--no-input", "--constraint", "constraints.txt", *quiet]
    run([project.python, "-m", "pip", "install", *options, *what], project.root, project.environment())


def _python_inputs(project: Project) -> str:
    """A hash of what decides the contents of .venv; the root is in it because an editable install points there."""
    import tomllib  # not at the top: older Pythons lack it, and shall live to say that they are too old

    settings = tomllib.loads((project.root / "pyproject.toml").read_text(encoding="utf-8"))
    constraints = (project.root / "constraints.txt").read_text(encoding="utf-8")
    return digest(settings["project"], settings["build-system"], constraints, str(project.root))
