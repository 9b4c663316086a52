"""The tests' browser: the one that is named, else on PATH, else installed; else one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import _chromium
from _chromium import VARIABLE, provide_chromium
from _commands import SetupError
from _project import Project
from setup_fakes import Programs, make_project

PLAYWRIGHT = "-m playwright install"
APT = "apt-get install"


@pytest.fixture
def checkout(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "glassformer")
    project.programs.mkdir(parents=True)
    return project


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A file that stands for a browser, in a folder of its own."""
    path = tmp_path / "browser" / "chromium"
    path.parent.mkdir()
    path.touch(mode=0o755)
    return path


@pytest.fixture
def programs(checkout: Project, browser: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Playwright that brings the browser; apt-get may not be used."""
    programs = Programs(checkout)
    monkeypatch.setattr(_chromium, "run", programs.run)
    monkeypatch.setattr(_chromium, "output", lambda command, environment=None: str(browser))
    monkeypatch.setattr(_chromium, "may_use_apt", lambda: False)
    return programs


def test_named_browser_is_taken(checkout: Project, programs: Programs, browser: Path) -> None:
    environment = provide_chromium(checkout, {"PATH": "", VARIABLE: str(browser)})
    assert environment[VARIABLE] == str(browser)
    assert programs.started == []


def test_named_browser_must_exist(checkout: Project) -> None:
    with pytest.raises(SetupError, match=f"{VARIABLE} names /no/where, which is not a file"):
        provide_chromium(checkout, {"PATH": "", VARIABLE: "/no/where"})


def test_browser_on_path_is_taken(checkout: Project, programs: Programs, browser: Path) -> None:
    assert provide_chromium(checkout, {"PATH": str(browser.parent)})[VARIABLE] == str(browser)
    assert programs.started == []


def test_playwrights_own_is_installed_once(checkout: Project, programs: Programs, browser: Path) -> None:
    assert provide_chromium(checkout, {"PATH": ""})[VARIABLE] == str(browser)
    assert [PLAYWRIGHT in line for line in programs.take_started()] == [True]
    assert provide_chromium(checkout, {"PATH": ""})[VARIABLE] == str(browser)
    assert programs.take_started() == []


def test_removed_browser_is_installed_again(checkout: Project, programs: Programs, browser: Path) -> None:
    provide_chromium(checkout, {"PATH": ""})
    browser.unlink()
    with pytest.raises(SetupError):
        provide_chromium(checkout, {"PATH": ""})


def test_system_package_comes_second(
    checkout: Project, programs: Programs, browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_chromium, "may_use_apt", lambda: True)
    programs.failures = {PLAYWRIGHT: SetupError("no network")}
    monkeypatch.setattr(
        shutil, "which", lambda _name, path=None: str(browser) if APT in " ".join(programs.started) else None
    )
    assert provide_chromium(checkout, {"PATH": ""})[VARIABLE] == str(browser)


def test_no_browser_is_one_sentence(checkout: Project, programs: Programs) -> None:
    programs.failures = {PLAYWRIGHT: SetupError("no network")}
    with pytest.raises(SetupError, match=r"The tests need Chromium or Chrome, and none could be installed"):
        provide_chromium(checkout, {"PATH": ""})
