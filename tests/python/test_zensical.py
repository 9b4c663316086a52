"""Material's successor builds the pages too: it runs Markdown extensions, and none of MkDocs's plugins and hooks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from _project import PROJECT
from figure_project import make_project

CONFIG = """
site_name: Test
docs_dir: content/en
use_directory_urls: false
theme:
  name: material
  font: false
markdown_extensions:
  - pymdownx.superfences
  - glassformer.directives: {locale: en}
"""
PAGE = "# Page\n\nThere are {gf n_head} heads.\n\n```glassformer\nkind: tokens\nprompt: cat\n```\n"


def test_zensical_draws_figures_and_fills_in_facts(tmp_path: Path) -> None:
    paths = make_project(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (paths.content / "en" / "index.md").write_text(PAGE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(PROJECT.root / "build")}
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "tokens of cat, position 2" in page
    assert '<span class="gf-fact">2</span> heads' in page
