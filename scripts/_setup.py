"""Installs what the other scripts need, once: Python packages, npm packages and, for tests, a Chromium.

Each step leaves a stamp with a hash of its lock file, so a second run finds at once that there is nothing to do.
Only Python's standard library is imported here: these files run before anything is installed.
"""

from __future__ import annotations

from _chromium import provide_chromium
from _node import install_npm_packages, provide_node
from _project import PROJECT, Project
from _python import install_python_packages


def set_up(project: Project = PROJECT, *, chromium: bool = False) -> dict[str, str]:
    """Install what is missing and return the environment for our commands.

    Args:
        project: the checkout.
        chromium: whether tests will need a browser.

    Raises:
        SetupError: something cannot be installed.
    """
    install_python_packages(project)
    environment = project.environment()
    provide_node(project, environment)
    install_npm_packages(project, environment)
    if chromium:
        environment = provide_chromium(project, environment)
    return environment
