"""What this machine has and lacks for building and testing the site."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from glassformer.config import Paths
from glassformer.directives.program import node_path
from glassformer.errors import GlassformerError

State = Literal["ok", "missing", "optional"]
MINIMUM_PYTHON = (3, 11)
MINIMUM_NODE = (20, 19)
MINIMUM_MEMORY = 4e9  # bytes; what the pipeline may need for GPT-2 small
MINIMUM_DISK = 2e9
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@dataclass(frozen=True)
class Finding:
    """``optional``: not there, and only some uses need it."""

    what: str
    state: State
    found: str


def examine(paths: Paths) -> list[Finding]:
    """Everything worth knowing when something does not work; no network, nothing is changed."""
    return [
        _python(),
        _torch(),
        *_packages(),
        _node(),
        _npm_packages(paths),
        *_places(paths),
        _browser(),
        _memory(),
        _disk(paths),
    ]


def _python() -> Finding:
    needed = ".".join(map(str, MINIMUM_PYTHON))
    enough = sys.version_info >= MINIMUM_PYTHON
    where = f"{platform.python_version()} at {sys.executable}, {platform.platform(terse=True)}"
    return Finding("Python", "ok" if enough else "missing", where if enough else f"{where}; needed: {needed}")


def _torch() -> Finding:
    """Names the build: a CUDA one is gigabytes larger and of no use here."""
    spec = importlib.util.find_spec("torch")
    if spec is None or spec.origin is None:
        return Finding("PyTorch", "missing", "not installed")
    facts = runpy.run_path(str(Path(spec.origin).with_name("version.py")))
    cuda = facts.get("cuda")
    return Finding("PyTorch", "ok", f"{facts['__version__']}, {f'CUDA {cuda}' if cuda else 'CPU'} build")


def _packages() -> Iterator[Finding]:
    needed = [re.match(r"[\w.-]+", line) for line in requires("glassformer") or [] if "extra ==" not in line]
    versions: list[str] = []
    lacking: list[str] = []
    for name in (match[0] for match in needed if match):
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lacking.append(name)
    yield Finding("Python packages", "ok", ", ".join(versions))
    if lacking:
        yield Finding("Python packages", "missing", ", ".join(lacking))


def _node() -> Finding:
    needed = f"needed: {'.'.join(map(str, MINIMUM_NODE))} or newer"
    try:
        node = node_path()
        said = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout.strip()
    except (GlassformerError, OSError, subprocess.SubprocessError) as error:
        return Finding("Node", "missing", f"{error}; {needed}")
    numbers = tuple(map(int, re.findall(r"\d+", said)[:2]))
    enough = numbers >= MINIMUM_NODE
    return Finding("Node", "ok" if enough else "missing", f"{said} at {node}" + ("" if enough else f"; {needed}"))


def _npm_packages(paths: Paths) -> Finding:
    folder = paths.site_src / "node_modules"
    wanted = ("vite", "onnxruntime-web", "lit")
    lacking = [name for name in wanted if not (folder / name).is_dir()]
    if lacking:
        return Finding("npm packages", "missing", f"{', '.join(lacking)}: run `npm ci` in {paths.site_src}")
    return Finding("npm packages", "ok", str(folder))


def _places(paths: Paths) -> Iterator[Finding]:
    weights = paths.embedded / "model.safetensors"
    there = weights.is_file()
    yield Finding(
        "embedded checkpoint", "ok" if there else "missing", str(weights) if there else f"{weights} is missing"
    )
    models = sorted(path.parent.name for path in paths.artifacts.glob("variants/*/manifest.json"))
    yield Finding("built models", "ok" if models else "optional", ", ".join(models) or "none yet: `glassformer build`")
    built = (paths.site / "index.html").is_file()
    yield Finding(
        "built site", "ok" if built else "optional", str(paths.site) if built else "none yet: `glassformer build`"
    )


def _browser() -> Finding:
    named = os.environ.get("GLASSFORMER_CHROMIUM")
    found = named or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return Finding("Chromium", "ok" if found else "optional", found or "not on PATH; the browser tests need one")


def _memory() -> Finding:
    total = _memory_bytes()
    if total is None:
        return Finding("memory", "optional", "not known on this system")
    enough = total >= MINIMUM_MEMORY
    note = "" if enough else f"; GPT-2 small may need {MINIMUM_MEMORY / 1e9:.0f} GB, the embedded model much less"
    return Finding("memory", "ok" if enough else "optional", f"{total / 1e9:.1f} GB, {os.cpu_count()} CPU cores{note}")


def _memory_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None


def _disk(paths: Paths) -> Finding:
    free = shutil.disk_usage(paths.root).free
    enough = free >= MINIMUM_DISK
    note = "" if enough else f"; {MINIMUM_DISK / 1e9:.0f} GB are advised"
    return Finding("disk", "ok" if enough else "missing", f"{free / 1e9:.1f} GB free at {paths.root}{note}")
