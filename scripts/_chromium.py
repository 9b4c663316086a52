"""Finds a Chromium for the tests, or installs one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from _commands import SetupError, output, run
from _project import WINDOWS, Project

VARIABLE = "GLASSFORMER_CHROMIUM"
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]

# Prints where Playwright keeps the Chromium of its own version.
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def provide_chromium(project: Project, environment: dict[str, str]) -> dict[str, str]:
    """Return the environment with GLASSFORMER_CHROMIUM, the path of a browser, which is installed when there is none.

    Raises:
        SetupError: there is none and none can be installed.
    """
    remembered = project.venv / "glassformer-chromium"
    found = find_chromium(environment, remembered)
    if found is None:
        found = install_chromium(project, environment)
        remembered.write_text(str(found), encoding="utf-8")
    return {**environment, VARIABLE: str(found)}


def find_chromium(environment: dict[str, str], remembered: Path) -> Path | None:
    """The browser that the environment names, else one on PATH, else the one installed earlier."""
    named = environment.get(VARIABLE)
    if named and not Path(named).is_file():
        raise SetupError(f"{VARIABLE} names {named}, which is not a file.")
    on_path = (shutil.which(name, path=environment["PATH"]) for name in NAMES)
    installed = remembered.read_text(encoding="utf-8") if remembered.is_file() else None
    candidates = [named, *on_path, installed]
    return next((Path(path) for path in candidates if path and Path(path).is_file()), None)


def install_chromium(project: Project, environment: dict[str, str]) -> Path:
    """Install Playwright's own Chromium, else the system's package."""
    print("Installing a Chromium for the tests", flush=True)
    attempts = [_playwrights_own, _system_package] if may_use_apt() else [_playwrights_own]
    for attempt in attempts:
        try:
            found = attempt(project, environment)
        except SetupError as error:
            print(error, flush=True)
            continue
        if found.is_file() and (WINDOWS or output([found, "--version"], environment) is not None):
            return found
    raise SetupError(
        "The tests need Chromium or Chrome, and none could be installed: install one, "
        f"so that it is on PATH or named by {VARIABLE}."
    )


def _playwrights_own(project: Project, environment: dict[str, str]) -> Path:
    libraries = ["--with-deps"] if may_use_apt() else []
    install = [project.python, "-m", "playwright", "install", "--no-shell", *libraries, "chromium"]
    run(install, project.root, environment)
    return Path(output([project.python, "-c", ASK_PLAYWRIGHT], environment) or "")


def _system_package(project: Project, environment: dict[str, str]) -> Path:
    unattended = {**environment, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], project.root, unattended)
    run(["apt-get", "install", "-qq", "--no-install-recommends", "chromium"], project.root, unattended)
    return Path(shutil.which("chromium") or "")


def may_use_apt() -> bool:
    """Whether the package manager of Debian and its kin is here and ours to use."""
    return not WINDOWS and os.geteuid() == 0 and shutil.which("apt-get") is not None
