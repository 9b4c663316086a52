"""What the README shows of the Python interface is what happens."""

from __future__ import annotations

import doctest
from pathlib import Path


def test_the_notebook_example(root: Path) -> None:
    readme = str(root / "README.md")
    results = doctest.testfile(readme, module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS)
    assert results.attempted > 10
    assert results.failed == 0
