"""Two builds of the same checkpoint, in two folders by two processes with other hash seeds, give the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import tiny_project
from glassformer import steps
from tiny_project import made

BUILD = """
import sys
from pathlib import Path
from glassformer import steps
from glassformer.checkpoint import load
from glassformer.config import Paths

paths = Paths(Path(sys.argv[1]))
checkpoint = load(str(paths.root / "tiny"))
for step in (steps.export_step, steps.variants_step, steps.traces_step, steps.report_step):
    step(paths, checkpoint).run()
"""


def build(root: Path, hash_seed: str) -> dict[str, str]:
    """Hashes of everything that is published, by path."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run([sys.executable, "-c", BUILD, str(root)], env=environment, check=True)
    published = {path: content for path, content in made(root).items() if not path.startswith(steps.STAMPS)}
    return {path: hashlib.sha256(content).hexdigest() for path, content in published.items()}


def test_two_builds_are_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second" / "deeper"
    tiny_project.make(first)
    shutil.copytree(first, second)
    hashes = build(first, "1")
    assert {path.split("/")[0] for path in hashes} == {"onnx", "variants", "traces", "reports"}
    assert build(second, "2") == hashes
