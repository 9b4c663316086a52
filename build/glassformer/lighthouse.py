"""What Lighthouse says of a page, as a phone of the middle range with a slow connection sees it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from glassformer.errors import GlassformerError

COMMAND = Path("node_modules/lighthouse/cli/index.js")
SECONDS = 240
FLAGS = ("--headless=new", "--no-sandbox", "--disable-background-networking")


def report(url: str, site_src: Path, only: Sequence[str]) -> dict[str, Any]:
    """Its report as JSON; ``only`` are options that say what to look at. GLASSFORMER_CHROMIUM names the browser.

    Raises GlassformerError where Lighthouse cannot be run.
    """
    browser = os.environ.get("GLASSFORMER_CHROMIUM")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = ["node", str(site_src / COMMAND), url, *only, "--output=json", f"--output-path={path}"]
        command += [f"--chrome-flags={' '.join(FLAGS)}", "--no-enable-error-reporting", "--quiet"]
        environment = {**os.environ, **({"CHROME_PATH": browser} if browser else {})}
        run = subprocess.run(
            command, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS
        )
        if run.returncode:
            raise GlassformerError(f"Lighthouse ended with {run.returncode}: {run.stderr.strip()[-2000:]}")
        return json.loads(path.read_text(encoding="utf-8"))
