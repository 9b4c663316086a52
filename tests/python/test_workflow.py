"""The workflow that publishes the site: what it runs exists, and nothing is deployed before it has been checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

SHELL_STEP = "run"


@pytest.fixture(scope="module")
def jobs(root: Path) -> dict[str, Any]:
    return yaml.safe_load((root / ".github/workflows/pages.yml").read_text(encoding="utf-8"))["jobs"]


def test_known_answers_are_checked_before_the_site_is_uploaded(jobs: dict[str, Any]) -> None:
    steps = [step.get(SHELL_STEP, "") + step.get("uses", "") for step in jobs["build"]["steps"]]
    places = [
        next(number for number, step in enumerate(steps) if text in step)
        for text in ("./scripts/site --model embedded", "test_known_answers.py", "actions/upload-pages-artifact")
    ]
    assert places == sorted(places)
    assert jobs["deploy"]["needs"] == "build"


def test_what_it_runs_exists(root: Path, jobs: dict[str, Any]) -> None:
    commands = " ".join(step.get(SHELL_STEP, "") for job in jobs.values() for step in job["steps"])
    named = re.findall(r"(?:scripts|tests)/[\w./-]+", commands)
    assert named and all((root / path).is_file() for path in named)


def test_what_is_kept_is_not_in_the_repository(root: Path, jobs: dict[str, Any]) -> None:
    ignored = (root / ".gitignore").read_text(encoding="utf-8").split()
    kept = [path for step in jobs["build"]["steps"] for path in step.get("with", {}).get("path", "").split()]
    artifacts = [path for path in kept if path.startswith("model_artifacts/")]
    assert artifacts and "model_artifacts/embedded" not in artifacts
    assert any(line.lstrip("/").startswith("model_artifacts") for line in ignored)
