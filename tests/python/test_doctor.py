"""`glassformer doctor` tells the truth about what is there and what is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

from glassformer import doctor
from glassformer.config import Paths, find_root
from glassformer.doctor import Finding, examine

PATHS = Paths(find_root(Path(__file__).parent))


def find(findings: list[Finding], what: str) -> Finding:
    return next(finding for finding in findings if finding.what == what)


def program(folder: Path, name: str, prints: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {prints}\n")
    path.chmod(0o755)


def test_this_machine() -> None:
    findings = examine(PATHS)
    assert find(findings, "Python").found.startswith(".".join(map(str, sys.version_info[:3])))
    assert find(findings, "PyTorch").found.startswith(torch.__version__)
    assert ("CPU build" in find(findings, "PyTorch").found) == (torch.version.cuda is None)
    assert "onnxruntime" in find(findings, "Python packages").found
    assert find(findings, "embedded checkpoint").state == "ok"


def test_an_empty_project(tmp_path: Path) -> None:
    findings = examine(Paths(tmp_path))
    assert find(findings, "npm packages").state == "missing"
    assert "npm ci" in find(findings, "npm packages").found
    assert find(findings, "embedded checkpoint").state == "missing"
    assert find(findings, "built site").state == "optional"


@pytest.mark.parametrize(("says", "state"), [("v20.19.0", "ok"), ("v24.1.0", "ok"), ("v18.20.0", "missing")])
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_nodes_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, state: str) -> None:
    program(tmp_path, "node", says)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find(examine(PATHS), "Node")
    assert (found.state, says in found.found) == (state, True)
    assert ("needed: 20.19 or newer" in found.found) == (state == "missing")


def test_a_named_chromium(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GLASSFORMER_CHROMIUM", "/opt/chromium")
    assert find(examine(PATHS), "Chromium") == Finding("Chromium", "ok", "/opt/chromium")
    monkeypatch.delenv("GLASSFORMER_CHROMIUM")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find(examine(PATHS), "Chromium").state == "optional"


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["rich>=1", "no-such-package==1; python_version>'3'", "pytest; extra == 'dev'"]
    monkeypatch.setattr(doctor, "requires", lambda name: wanted)
    lines = [finding for finding in examine(PATHS) if finding.what == "Python packages"]
    assert [line.state for line in lines] == ["ok", "missing"]
    assert lines[0].found.startswith("rich ")
    assert lines[1].found == "no-such-package"


def test_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_memory_bytes", lambda: 2_000_000_000)
    found = find(examine(PATHS), "memory")
    assert found.state == "optional" and found.found.startswith("2.0 GB") and "GPT-2 small" in found.found
