"""Glassformer has one version number, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import glassformer


def test_python_and_npm_agree(root: Path) -> None:
    package = json.loads((root / "site_src" / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((root / "site_src" / "package-lock.json").read_text(encoding="utf-8"))
    assert package["version"] == lock["version"] == lock["packages"][""]["version"] == glassformer.__version__


def test_the_changelog_begins_with_it(root: Path) -> None:
    newest = re.search(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == glassformer.__version__
