"""A project folder as the command line expects it: two prompts, sample texts and a tiny random checkpoint."""

from __future__ import annotations

import lzma
from pathlib import Path

import tiny_checkpoints
from glassformer import steps

PROMPTS = """\
- id: cat
  text: The cat
  reason: {en: Two words., zh: 两个词。}
- id: dog
  text: A dog
  reason: {en: Two others., zh: 另外两个。}
"""


def make(root: Path) -> Path:
    """Write the project into ``root``; the checkpoint is its folder ``tiny``."""
    (root / "content" / "en").mkdir(parents=True)
    (root / "content" / "prompts.yml").write_text(PROMPTS, encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: Tiny\n")
    (root / "tests" / "fixtures").mkdir(parents=True)
    for sample in (steps.HELDOUT, steps.CALIBRATION):
        (root / sample).write_bytes(lzma.compress(b"The cat sat on the mat and looked at the dog. " * 20))
    tiny_checkpoints.make(root / "tiny", n_positions=32)
    return root


def made(root: Path) -> dict[str, bytes]:
    """What the steps have written, by path."""
    artifacts = root / "model_artifacts"
    paths = [path for path in sorted(artifacts.rglob("*")) if path.is_file() and path.suffix != ".lock"]
    return {path.relative_to(artifacts).as_posix(): path.read_bytes() for path in paths}
