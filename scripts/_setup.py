"""Installs what the other scripts need, once: Python packages, npm packages and, for tests, a Chromium.

Each step leaves a stamp with a hash of its lock file, so a second run finds at once that there is nothing to do.
Only Python's standard library is imported here: these files run before anything is installed.
"""

from __future__ import annotations

import shutil
import sys

from _chromium import provide_chromium
from _commands import SetupError, output, run
from _node import provide_node
from _project import PROJECT, Project
from _stamp import Stamp, digest


def set_up(project: Project = PROJECT, *, chromium: bool = False) -> dict[str, str]:
    """Install what is missing and return the environment for our commands.

    Args:
        project: the checkout.
        chromium: whether tests will need a browser.

    Raises:
        SetupError: something cannot be installed.
    """
    install_python_packages(project)
    environment = provide_node(project, project.environment())
    install_npm_packages(project, environment)
    if chromium:
        environment = provide_chromium(project, environment)
    return environment


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


def _python_inputs(project: Project) -> str:
    """A hash of what decides the contents of .venv; the root is in it because an editable install points there."""
    import tomllib  # not at the top: older Pythons lack it, and shall live to say that they are too old

    settings = tomllib.loads((project.root / "pyproject.toml").read_text(encoding="utf-8"))
    constraints = (project.root / "constraints.txt").read_text(encoding="utf-8")
    return digest(settings["project"], settings["build-system"], constraints, str(project.root))
