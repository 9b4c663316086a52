"""Parts of the project's own source, found by the names of its functions: what a page shows cannot drift from it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

Definition = ast.FunctionDef | ast.ClassDef

PACKAGE = Path(__file__).resolve().parents[1]
SOURCE = PACKAGE / "traced.py"
SAMPLING = PACKAGE / "sampling.py"

# What a fence may ask for -> the function or class in traced.py, or of a function the statements from the one that
# assigns one name to the one that assigns another (or `return`); None: the whole file.
PARTS: Mapping[str, str | tuple[str, str, str] | None] = {
    "embed": ("TracedGPT2.forward", "embed", "resid"),
    "layer-norm": "layer_norm",
    "linear": "Linear",
    "attention": "Attention",
    "attention-forward": "Attention.forward",
    "queries-keys-values": ("Attention.forward", "parts", "q"),
    "cache": ("Attention.forward", "keys", "values"),
    "heads": ("Attention.forward", "z", "attn_out"),
    "mlp": "MLP",
    "mlp-forward": "MLP.forward",
    "block": "Block",
    "block-forward": "Block.forward",
    "model": "TracedGPT2.__init__",
    "weights": "TracedGPT2.from_weights",
    "forward": "TracedGPT2.forward",
    "unembed": ("TracedGPT2.forward", "rows", "return"),
    "switches": "TracedGPT2.neutral",
    "all": None,
    "sample": "sample",
    "draw": "Sampled.draw",
}
# The parts of another file than traced.py, which is the model alone.
ELSEWHERE: Mapping[str, Path] = {"sample": SAMPLING, "draw": SAMPLING}

# A statement, by its function and the first name that it assigns (or `return`) -> the figures that show what it makes.
# After the colon: the step of a figure.
LIGHTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("layer_norm", "variance"): ("layernorm",),
    ("layer_norm", "return"): ("layernorm",),
    ("Attention.forward", "parts"): ("qkv",),
    ("Attention.forward", "q"): ("qkv",),
    ("Attention.forward", "keys"): ("kv-cache",),
    ("Attention.forward", "values"): ("kv-cache",),
    ("Attention.forward", "scores"): ("attention:scores", "attention:scaled"),
    ("Attention.forward", "pattern"): ("attention:masked", "attention:pattern"),
    ("Attention.forward", "heads"): ("ablate", "removals"),
    ("MLP.forward", "mlp_pre"): ("mlp",),
    ("MLP.forward", "mlp_post"): ("mlp",),
    ("Block.forward", "normalised"): ("layernorm",),
    ("Block.forward", "resid_mid"): ("residual",),
    ("Block.forward", "mlp_out"): ("mlp",),
    ("Block.forward", "return"): ("residual",),
    ("TracedGPT2.forward", "allowed"): ("attention:masked",),
    ("TracedGPT2.forward", "embed"): ("embedding", "tokens"),
    ("TracedGPT2.forward", "pos_embed"): ("embedding",),
    ("TracedGPT2.forward", "resid"): ("embedding",),
    ("TracedGPT2.forward", "rows"): ("lens",),
    ("TracedGPT2.forward", "normalised"): ("layernorm", "lens"),
    ("TracedGPT2.forward", "return"): ("probabilities", "lens"),
}
SAMPLING_LIGHTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("sample", "ranked"): ("probabilities",),
    ("sample", "weights"): ("probabilities",),
    ("sample", "sums"): ("probabilities",),
    ("Sampled.draw", "place"): ("generate",),
}


@dataclass(frozen=True)
class Lines:
    """Lines that belong together: the number of the first, each as HTML, and the figures that show what they make."""

    first: int
    html: tuple[str, ...]
    lights: tuple[str, ...] = ()


def file_of(part: str) -> Path:
    """The file that a part is of."""
    return ELSEWHERE.get(part, SOURCE)


def code_lines(part: str) -> list[Lines]:
    """The lines of a part, moved to the left margin; statements that figures show are groups of their own."""
    source = _source(file_of(part))
    start, end = source.spans[part]
    indent = re.compile(rf'^(<span class="w">)?{source.indents[start - 1]}')
    html = [indent.sub(r"\1", line) for line in source.html]
    starts = sorted(line for line in source.lights if start <= line <= end)
    bounds = sorted({start, *starts, *(source.lights[line][0] + 1 for line in starts), end + 1})
    return [
        Lines(first, tuple(html[first - 1 : last - 1]), source.lights.get(first, (0, ()))[1])
        for first, last in pairwise(bounds)
    ]


@dataclass(frozen=True)
class _Source:
    html: tuple[str, ...]
    indents: tuple[str, ...]  # the spaces before each line
    spans: Mapping[str, tuple[int, int]]
    lights: Mapping[int, tuple[int, tuple[str, ...]]]  # first line -> (last line, figures)


@cache
def _source(file: Path) -> _Source:
    text = file.read_text(encoding="utf-8")
    html = tuple(highlight(text, PythonLexer(), HtmlFormatter(nowrap=True)).splitlines())
    functions = dict(_definitions(ast.parse(text), ""))
    lights = {}
    for (function, name), figures in (LIGHTS if file == SOURCE else SAMPLING_LIGHTS).items():
        first, last = _span(_statement(functions[function], name))
        lights[first] = (last, figures)
    indents = tuple(line[: len(line) - len(line.lstrip(" "))] for line in text.splitlines())
    return _Source(
        html, indents, {part: _lines(part, functions, len(html)) for part in PARTS if file_of(part) == file}, lights
    )


def _lines(part: str, functions: Mapping[str, Definition], end: int) -> tuple[int, int]:
    """Numbers of the first and the last line of a part."""
    place = PARTS[part]
    if place is None:
        return 1, end
    if isinstance(place, str):
        return _span(functions[place])
    function, first, last = place
    statements = [_statement(functions[function], name) for name in (first, last)]
    return _span(statements[0])[0], _span(statements[1])[1]


def _definitions(tree: ast.AST, prefix: str) -> Iterator[tuple[str, Definition]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield prefix + node.name, node
            yield from _definitions(node, f"{prefix}{node.name}.")


def _span(node: ast.stmt) -> tuple[int, int]:
    decorators = node.decorator_list if isinstance(node, Definition) else []
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return first, node.end_lineno or node.lineno


def _statement(function: ast.AST, name: str) -> ast.stmt:
    """The first one, in the order of the text, that assigns the name."""
    found = [node for node in ast.walk(function) if isinstance(node, ast.Assign | ast.Return) and name in _names(node)]
    return min(found, key=lambda statement: statement.lineno)


def _names(statement: ast.stmt) -> list[str]:
    """The first name that a statement assigns, or `return`."""
    if isinstance(statement, ast.Return):
        return ["return"]
    names = [node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return [name for name in names if name != "_"][:1]
