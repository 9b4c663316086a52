"""The tests of the TypeScript, which stand beside their code, run with the others."""

from __future__ import annotations

import shutil
import subprocess

from _project import Project


def test_vitest(project: Project, environment: dict[str, str]) -> None:
    npm = shutil.which("npm", path=environment["PATH"])
    assert npm, "npm is not on PATH"
    ended = subprocess.run(
        [npm, "test", "--silent"],
        cwd=project.npm_root,
        env={**environment, "NO_COLOR": "1"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ended.returncode == 0, f"vitest failed\n{ended.stdout}\n{ended.stderr}"
