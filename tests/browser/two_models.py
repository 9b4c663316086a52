"""A site of two models: the embedded one, and a random one of another vocabulary, from a folder of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import tiny_checkpoints

SECOND = "second"
SLUG = f"local--{SECOND}"
# As many heads as no other model here has: what was chosen for the one may not exist in the other.
SHAPE: dict[str, Any] = {"n_layer": 3, "n_head": 8, "n_embd": 64, "n_positions": 64}

PROMPTS = """\
- id: cat-sat
  text: The cat sat on the
  reason: {en: Both models read it., zh: 两个模型都读它。}
- id: story
  text: Once upon a time
  models: embedded
  reason: {en: The first model reads it., zh: 第一个模型读它。}
"""
FIGURES = """\
```glassformer
kind: prompt
prompt: cat-sat{model}
```

```glassformer
kind: tokens
prompt: cat-sat{model}
```

```glassformer
kind: attention
prompt: cat-sat
block: {block}
head: 0{model}
```

```glassformer
kind: probabilities
prompt: cat-sat{model}
```
"""
PAGES = {
    "index.md": "# The first model\n\n" + FIGURES.format(model="", block=5),
    "second.md": "# The second model\n\n" + FIGURES.format(model=f"\nmodel: local/{SECOND}", block=2),
    "exact.md": "# Both\n\n```glassformer-report\nshow: sizes\n```\n",
}


def build(root: Path, project: Path) -> Path:
    """Build the site in the empty folder ``project`` with what the checkout ``root`` has made already."""
    (project / "content" / "en").mkdir(parents=True)
    for name, text in PAGES.items():
        (project / "content" / "en" / name).write_text(text, encoding="utf-8")
    (project / "content" / "prompts.yml").write_text(PROMPTS, encoding="utf-8")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    before, _, after = config.partition("\nnav:\n")
    config = before + "\n" + after[after.index("\ntheme:") :]
    (project / "mkdocs.yml").write_text(config.replace("alternate: true", "alternate: false"), encoding="utf-8")
    (project / "site_src").symlink_to(root / "site_src")
    (project / "tests").mkdir()
    (project / "tests" / "fixtures").symlink_to(root / "tests" / "fixtures")
    artifacts = project / "model_artifacts"
    for name in ("embedded", "gzip", "onnx", "reports", "stamps", "traces", "variants"):
        shutil.copytree(root / "model_artifacts" / name, artifacts / name)
    tiny_checkpoints.make(project / SECOND, **SHAPE)
    command = [sys.executable, "-m", "glassformer", "build", "--model", "embedded", "--model", SECOND]
    subprocess.run(command, cwd=project, check=True)
    return project / "site"
