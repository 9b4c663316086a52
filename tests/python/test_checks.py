"""The sources pass every check of scripts/check."""

from __future__ import annotations

import pytest

from _checks import Check, checks
from _project import PROJECT, Project


@pytest.mark.parametrize("check", checks(PROJECT), ids=lambda check: check.name)
def test_check(check: Check, project: Project, environment: dict[str, str]) -> None:
    assert check.run(project, environment) == 0


def test_checks_leave_the_sources_alone() -> None:
    edits = {"--fix", "--write", "--unsafe-fixes"}
    assert not [check.name for check in checks(PROJECT) if edits & set(check.command)]
