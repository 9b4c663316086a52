"""Questions: their answer keys follow the model, they can be read without a script, and mistakes are one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from figure_project import make_project
from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.extension import FenceRenderer
from glassformer.directives.fences import LANGUAGE
from glassformer.directives.quiz import number_of
from glassformer.directives.spec import FigureSpec, parse
from glassformer.errors import GlassformerError
from pages import Node, read_page

QUESTION = "kind: quiz\nquestion: Which one?\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    paths = make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return paths


def quiz(paths: Paths, fields: str) -> FigureSpec:
    return parse(QUESTION + fields, Catalog(paths.artifacts / "traces"))


def page(paths: Paths, fields: str, locale: str = "en") -> Node:
    file = paths.root / "page.html"
    file.write_text(FenceRenderer(paths, locale).format(QUESTION + fields, LANGUAGE), encoding="utf-8")
    return read_page(file).one("figure")


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ("options: [a, b]\nanswer: b", 1),
        ("options: [2, 3]\nanswer: 3", 1),
        ('options: [2, "{gf n_layer}", 9]\nanswer: "{gf n_layer}"', 1),
        ("options: [2, 3]\nanswer: {gf n_layer}", 1),
        ("options: [few, some, many]\nlimits: [5, 10]\nanswer: {gf sink_heads cat}", 1),
        ("options: [few, some, many]\nlimits: [6, 10]\nanswer: {gf sink_heads cat}", 0),
        ("options: [few, some, many]\nlimits: [1, 5]\nanswer: {gf sink_heads cat}", 2),
        ("type: number\nanswer: {gf d_vocab}", 50257),
        ("type: number\nanswer: {gf previous-token cat}", 100),
        ("type: number\nanswer: -0.5", -0.5),
        ("type: cell\nprompt: cat\nblock: 1\nhead: 0\nanswer: strongest", [[2, 1]]),
        ("type: cell\nprompt: cat\nblock: 2\nhead: 1\nposition: 1\nanswer: strongest", [[1, 0]]),
        ("type: cell\nprompt: cat\nanswer: masked", [[0, 1], [0, 2], [1, 2]]),
        ("type: cell\nprompt: cat\nanswer: [2, 0]", [[2, 0]]),
    ],
)
def test_the_key_is_worked_out_from_the_traces(project: Paths, fields: str, answer: object) -> None:
    assert quiz(project, fields).view["answer"] == answer


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("options: [a, b]", "answer is missing; a quiz of type choice needs it"),
        ("answer: b", "options are missing; a quiz of type choice needs at least two"),
        ("options: [a, b]\nanswer: c", "answer 'c' is none of the options: a, b"),
        ('options: [3, "{gf n_layer}"]\nanswer: 3', "options ['3', '3'] hold the same answer twice"),
        (
            "options: [a, b]\nlimits: [1, 2]\nanswer: 1",
            "limits [1, 2] must be rising, and one fewer than the 2 options",
        ),
        ("options: [a, b]\nlimits: [1]\nanswer: c", "answer 'c' is no number"),
        ("options: a\nanswer: a", "options 'a' is not allowed; it takes a list of texts and numbers"),
        ("type: number\nanswer: many", "answer 'many' is no number"),
        ("type: number\nanswer: 3\ntolerance: -1", "tolerance -1 is not allowed; it takes a number from 0"),
        ("type: number\nanswer: {gf colour}", "unknown fact 'colour'; there are: n_layer"),
        ("type: cell\nanswer: masked", "prompt is missing; a quiz of type cell is about one"),
        (
            "type: cell\nprompt: cat\nanswer: [3, 0]",
            "answer [3, 0] is not allowed; it takes strongest, masked, or a list of query and key",
        ),
        ("type: essay\nanswer: a", "type 'essay' is not allowed; it takes choice, number, cell"),
        (
            "options: [a, b]\nanswer: b\nlook: here",
            "unknown field 'look'; quiz takes kind, prompt, model, title",
        ),
    ],
)
def test_a_mistake_is_one_line(project: Paths, fields: str, message: str) -> None:
    with pytest.raises(GlassformerError) as error:
        quiz(project, fields)
    assert str(error.value).startswith(message)


def test_a_question_without_text_is_refused(project: Paths) -> None:
    with pytest.raises(GlassformerError, match="question is missing"):
        parse("kind: quiz\ntype: number\nanswer: 1", Catalog(project.artifacts / "traces"))


@pytest.mark.parametrize(("text", "number"), [("1,234", 1234), ("67%", 67), ("12.3 million", 12.3), ("−4", -4)])
def test_facts_are_read_as_numbers(text: str, number: float) -> None:
    assert number_of(text) == number


def test_a_choice_can_be_read_and_unfolded_without_a_script(project: Paths) -> None:
    figure = page(
        project, "options: ['`a` {gf n_head}', <b>, $c$]\nanswer: <b>\nexplain: |\n  Because.\n\n  - So *be* it."
    )
    assert figure.one(class_="gf-question").text == "Which one?"
    labels = list(figure.all(class_="gf-option"))
    assert [label.text for label in labels] == ["Aa 2", "B", "Cline c"]
    assert [label.one("input").attributes["value"] for label in labels] == ["0", "1", "2"]
    assert figure.one("details").one("strong").text == "B. "
    assert figure.one("details").one("li").text == "So be it."


def test_an_answer_between_limits_is_shown_with_its_number(project: Paths) -> None:
    figure = page(project, "options: [few, many]\nlimits: [5]\nanswer: {gf sink_heads cat}")
    assert figure.one("details").one("strong").text == "B. many (5)"


def test_a_number_is_typed(project: Paths) -> None:
    figure = page(project, "type: number\nanswer: {gf d_vocab}", "zh")
    assert figure.one("input").attributes["inputmode"] == "decimal"
    assert figure.one("label").text == "你的答案"
    assert figure.one("details").one("strong").text == "50,257"


def test_a_cell_is_chosen_in_a_drawing(project: Paths) -> None:
    figure = page(project, "type: cell\nprompt: cat\nanswer: strongest")
    assert "quiz of cat" in figure.one(data_part="drawing").text
    assert figure.one("details").one("strong").text == "numbers & more"
