"""What every test may use: the tiers, and the places of a checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from _chromium import find_chromium
from _project import PROJECT, Project


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the slow tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="slow: runs with --full"))


@pytest.fixture(scope="session")
def project() -> Project:
    """This checkout."""
    return PROJECT


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of this checkout."""
    return PROJECT.root


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment for programs of the virtual environment, and for Node."""
    return PROJECT.environment()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A Chromium or Chrome: scripts/test names one."""
    found = find_chromium(dict(os.environ), PROJECT.venv / "glassformer-chromium")
    assert found, "no Chromium: run the tests through ./scripts/test, which gets one"
    return found
