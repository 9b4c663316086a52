"""A disk that fills up in the middle of a step: one line, nothing half written, and the next run goes on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import tiny_project
from glassformer import cli
from tiny_project import made

LINE = "; nothing was left half written, and finished steps are kept\n"


@contextmanager
def small_files(limit: int) -> Iterator[None]:
    """No file can grow beyond ``limit`` bytes."""
    resource = pytest.importorskip("resource", reason="Windows has no limit on the size of files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tiny_project.make(tmp_path))

    def run(*arguments: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["glassformer", *arguments, "--model", "tiny"])
        with pytest.raises(SystemExit) as exited:
            cli.main()
        return exited.value.code, capsys.readouterr().err

    for command in (["export"], ["variants"], ["trace"], ["verify"], ["trace", "cat", "--out", "cat.safetensors"]):
        before = made(tmp_path)
        with small_files(1000):
            code, err = run(*command)
        assert (code, err.splitlines(keepends=True)[-1].endswith(LINE)) == (2, True), err
        assert "File too large" in err
        assert made(tmp_path) == before
        assert not list(tmp_path.rglob("*.tmp")) and not list(tmp_path.glob("*.safetensors"))
        assert run(*command)[0] in (0, None)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 300 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_without_room(small_disk: Path) -> None:
    tiny_project.make(small_disk)
    command = [sys.executable, "-m", "glassformer", "export", "--model", "tiny"]
    full = subprocess.run(command, cwd=small_disk, capture_output=True, text=True)
    assert (full.returncode, full.stderr.count("\n")) == (2, 1)
    assert "No space left on device" in full.stderr and full.stderr.endswith(LINE)
    assert made(small_disk) == {}
    subprocess.run(["mount", "-o", "remount,size=10m", str(small_disk)], check=True)
    subprocess.run(command, cwd=small_disk, check=True, capture_output=True)
    assert "onnx/local--tiny/model.onnx" in made(small_disk)
