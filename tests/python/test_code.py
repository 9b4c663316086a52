"""The model's source in pages: the lines are those of the file, and every name that figures are tied to is in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from figure_project import make_project
from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.code_parts import LIGHTS, PARTS, SAMPLING_LIGHTS, code_lines, file_of
from glassformer.directives.extension import FenceRenderer
from glassformer.directives.fences import LANGUAGE
from glassformer.directives.kinds import KINDS
from glassformer.directives.spec import parse
from glassformer.errors import GlassformerError
from pages import read_page


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    paths = make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return paths


def shown(paths: Paths, part: str) -> list[tuple[int, str]]:
    """Numbers and texts of the lines that a fence shows."""
    file = paths.root / "page.html"
    file.write_text(FenceRenderer(paths, "en").format(f"kind: code\npart: {part}", LANGUAGE), encoding="utf-8")
    lines = read_page(file).all(class_="gf-line")
    return [(int(line.attributes["data-line"]), line.text) for line in lines]


@pytest.mark.parametrize("part", PARTS)
def test_the_lines_are_those_of_the_file(project: Paths, part: str) -> None:
    lines = shown(project, part)
    source = file_of(part).read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines == _dedented([(number, source[number - 1]) for number, _ in lines])
    assert [number for number, _ in lines] == list(range(lines[0][0], lines[-1][0] + 1))
    if part != "all":
        assert isinstance(ast.parse("".join(text for _, text in lines)), ast.Module)


def _dedented(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    indent = len(lines[0][1]) - len(lines[0][1].lstrip())
    return [(number, text[indent:] or "\n") for number, text in lines]


def test_a_part_may_be_some_statements_of_a_function(project: Paths) -> None:
    lines = [text.strip() for _, text in shown(project, "embed")]
    assert [line.split(" = ")[0] for line in lines] == ["embed", "pos_embed", "resid"]
    assert shown(project, "unembed")[-1][1].strip().startswith("return normalised @ unembed.T")


def test_a_method_begins_with_its_decorator(project: Paths) -> None:
    assert shown(project, "weights")[0][1].strip() == "@staticmethod"


def test_every_tie_is_to_a_statement_and_a_figure() -> None:
    groups = [group for group in code_lines("all") if group.lights]
    assert len(groups) == len(LIGHTS)
    figures = {light.split(":")[0] for group in groups for light in group.lights}
    assert figures <= KINDS.keys()
    drawing = [group for part in ("sample", "draw") for group in code_lines(part) if group.lights]
    assert len(drawing) == len(SAMPLING_LIGHTS)


def test_scores_are_tied_to_the_first_two_steps_of_attention() -> None:
    lights = {group.lights: "".join(group.html) for group in code_lines("attention-forward")}
    assert "math" in lights["attention:scores", "attention:scaled"]
    assert "softmax" in lights["attention:masked", "attention:pattern"]


def test_an_unknown_part_is_refused(project: Paths) -> None:
    with pytest.raises(GlassformerError, match="part 'dropout' is not allowed; it takes embed, layer-norm, linear"):
        parse("kind: code\npart: dropout", Catalog(project.artifacts / "traces"))
