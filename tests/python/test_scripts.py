"""The scripts run from any folder, on nothing but Python's standard library, and end with one readable line."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from _commands import SetupError, exit_code, output, run, start
from _project import PROJECT

SCRIPTS = PROJECT.root / "scripts"
VERBS = sorted(path.name for path in SCRIPTS.iterdir() if path.is_file() and not path.suffix)


@pytest.mark.parametrize("verb", VERBS)
def test_help_from_another_folder(verb: str, tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPTS / verb), "--help"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "usage:" in ended.stdout.lower()


@pytest.mark.parametrize("path", [*SCRIPTS.glob("_*.py"), *(SCRIPTS / verb for verb in VERBS)], ids=lambda p: p.name)
def test_only_the_standard_library(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names = [*plain, *(node.module or "" for node in nodes if isinstance(node, ast.ImportFrom))]
    ours = {module.stem for module in SCRIPTS.glob("_*.py")}
    assert not {name.split(".")[0] for name in names} - ours - sys.stdlib_module_names


@pytest.mark.parametrize(
    ("error", "status"), [(SetupError("no network"), 2), (KeyboardInterrupt(), 130)], ids=["error", "interrupt"]
)
def test_exit_status(error: BaseException, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> None:
        raise error

    with pytest.raises(SystemExit) as ended:
        start(main)
    assert ended.value.code == status
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_exit_status_of_main_is_passed_on() -> None:
    with pytest.raises(SystemExit) as ended:
        start(lambda: 5)
    assert ended.value.code == 5


def test_older_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        start(lambda: 0)


def test_failing_program_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"ended with exit status 3; what it said stands above\.$"):
        run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
    assert exit_code([sys.executable, "-c", "raise SystemExit(3)"], tmp_path) == 3
    assert output([sys.executable, "-c", "raise SystemExit(3)"]) is None


def test_missing_program_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="`no-such-program` cannot be started"):
        run(["no-such-program"], tmp_path)
    assert output(["no-such-program"]) is None
