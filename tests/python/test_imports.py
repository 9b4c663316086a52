"""Imports go one way, in the pipeline and in the browser, so that each part can be read without those after it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from _project import PROJECT

PACKAGE = PROJECT.root / "build" / "glassformer"
BROWSER = PROJECT.npm_root / "src"

# Each may import those before it. A folder counts as one.
PIPELINE = [
    "errors",
    "files",
    "seen_tokens",
    "schema",
    "config",
    "published",
    "prompts",
    "vocabulary",
    "merges",
    "tokenizer_json",
    "checkpoint_files",
    "checkpoint_checks",
    "checkpoint_hub",
    "checkpoint",
    "traced",
    "export",
    "quantize",
    "variant_files",
    "runner",
    "calibrate",
    "gptq",
    "sample_text",
    "weights_file",
    "variant_weights",
    "graph_fusions",
    "variant_graph",
    "variants",
    "trace_file",
    "trace",
    "trace_weights",
    "trace_training",
    "oracle",
    "fidelity",
    "trace_precision",
    "trace_ablation",
    "sampling",
    "trace_continuation",
    "trace_set",
    "side_by_side",
    "verify",
    "typegen",
    "directives",
    "figures",
    "stage",
    "offline",
    "mkdocs_site",
    "frontend",
    "artefacts_code",
    "artefacts",
    "steps",
    "named_tensors",
    "model_weights",
    "model",
    "inspect",
    "doctor",
    "cli_output",
    "cli",
    "benchmark",
    "headless",
    "lighthouse",
    "pages_benchmark",
    "explorer_benchmark",
    "explorer_pictures",
    "engine_bench_site",
    "engine_browser",
    "engine_benchmark",
    "__main__",
    "training",
]

AREAS = ["generated", "core", "trace", "tokenizer", "engine", "offline", "session", "widgets"]
MAY_IMPORT = {area: set(AREAS[: place + 1]) for place, area in enumerate(AREAS)}
MAY_IMPORT["draw"] = {"generated", "core", "trace", "draw"}  # so that the figures are drawn in Node too
MAY_IMPORT["widgets"].add("draw")

TYPESCRIPT_IMPORT = re.compile(
    r"""(?:\bfrom|\bimport|\bimport\(|\bnew\ URL\()\s*['"](\.{1,2}/[^'"]*)['"]""",
    re.VERBOSE,
)


def python_imports(source: str, module: str) -> Iterator[str]:
    """The modules of glassformer that a source imports, wherever in it: `glassformer.a.b` is `a`.

    Args:
        source: the text of a module.
        module: its dotted name inside glassformer, such as `trace` or `directives.fence`.
    """
    package = ["glassformer", *module.split(".")[:-1]]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = [*base, *(node.module or "").split(".")] if node.module else base
            names = [[*start, alias.name] for alias in node.names]
        else:
            continue
        yield from (name[1] for name in names if name[0] == "glassformer" and len(name) > 1)


def typescript_imports(source: str, file: Path) -> Iterator[str]:
    """The folders of src/ that a TypeScript file imports from, dynamic imports and workers too."""
    for target in TYPESCRIPT_IMPORT.findall(source):
        parts = (file.parent / target).resolve().relative_to(BROWSER.resolve()).parts
        yield parts[0]


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def typescript() -> list[Path]:
    """All sources below a folder of src/, without the tests; main.ts, above them all, may import each."""
    return sorted(path for path in BROWSER.glob("*/**/*.ts") if not path.name.endswith(".test.ts"))


def name(path: Path) -> str:
    return path.relative_to(PROJECT.root).as_posix()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_pipeline(path: Path) -> None:
    own = dotted(path).split(".")[0]
    assert own in PIPELINE, f"{own} has no place in the order of the pipeline yet"
    allowed = {*PIPELINE[: PIPELINE.index(own) + 1], "__version__"}
    wrong = set(python_imports(path.read_text(encoding="utf-8"), dotted(path))) - allowed
    assert not wrong, f"{name(path)} imports {', '.join(sorted(wrong))}, which stands after it"


@pytest.mark.parametrize("path", typescript(), ids=name)
def test_browser(path: Path) -> None:
    own = path.relative_to(BROWSER).parts[0]
    assert own in MAY_IMPORT, f"src/{own} has no place in the order of the browser yet"
    wrong = set(typescript_imports(path.read_text(encoding="utf-8"), path)) - MAY_IMPORT[own]
    assert not wrong, f"{name(path)} imports {', '.join(sorted(wrong))}, which {own} may not"


def test_the_order_names_only_what_exists() -> None:
    assert [module for module in PIPELINE if not list(PACKAGE.glob(f"{module}*"))] == []


def test_python_imports_are_read() -> None:
    source = (
        "import glassformer.trace\nfrom glassformer import cli\nfrom .stage import a\ndef f():\n    from . import b"
    )
    assert sorted(python_imports(source, "directives.fence")) == ["cli", "directives", "directives", "trace"]
    assert list(python_imports("from ..cli import app\nimport json", "directives.fence")) == ["cli"]
    assert list(python_imports("from .cli import app", "trace")) == ["cli"]


def test_typescript_imports_are_read() -> None:
    source = """
        import { html } from 'lit';
        import type { A } from '../core/types';
        import '../styles/site.css';
        export * from "./near";
        const later = () => import('../engine/index');
        new Worker(new URL('../session/worker.ts', import.meta.url));
    """
    found = list(typescript_imports(source, BROWSER / "trace" / "file.ts"))
    assert found == ["core", "styles", "trace", "engine", "session"]
