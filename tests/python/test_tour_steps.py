"""The guided tour: its steps are whole and the same in both languages, and what they claim holds for the model."""

from __future__ import annotations

import re
from operator import gt, lt
from pathlib import Path

import pytest

from _project import PROJECT
from figure_project import make_project
from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.extension import FenceRenderer
from glassformer.directives.facts import FACT, fill_in
from glassformer.directives.quiz import number_of
from glassformer.directives.spec import parse
from glassformer.directives.tour import ADDRESS, LANGUAGE, TARGETS, StepFile, question, step_files, tour_html
from glassformer.errors import GlassformerError
from pages import read_page

FOLDERS = {language: PROJECT.root / "content" / language / "tour" for language in ("en", "zh")}
STEPS = {language: step_files(folder) for language, folder in FOLDERS.items()}
BROWSER = PROJECT.npm_root / "src"
CLAIM = re.compile(r"(?P<left>.+) (?P<than>[<>]) (?P<right>.+)")

STEP = """---
title: Here
show: prompt=cat&block={gf last_block}
point: mlp
type: pick
pick: head
question: Which head?
answer: previous-token
---

A text.
"""


def name(step: StepFile) -> str:
    return f"{step.path.parent.parent.name}/{step.path.stem}"


ALL = [step for steps in STEPS.values() for step in steps]


def test_about_twenty_steps_in_both_languages() -> None:
    assert [step.path.name for step in STEPS["zh"]] == [step.path.name for step in STEPS["en"]]
    assert 18 <= len(STEPS["en"]) <= 24


@pytest.mark.parametrize("place", range(len(STEPS["en"])))
def test_a_step_does_the_same_in_both_languages(place: int) -> None:
    def untranslated(step: StepFile) -> dict[str, object]:
        kept = {field: step.head.get(field) for field in ("show", "point", "type", "pick", "limits", "holds")}
        options = [str(option) for option in step.head.get("options", [])]
        answer = str(step.head["answer"])
        right = options.index(answer) if answer in options else answer
        return {**kept, "options": len(options), "answer": right, "facts": set(re.findall(FACT, step.path.read_text()))}

    assert untranslated(STEPS["zh"][place]) == untranslated(STEPS["en"][place])


@pytest.mark.parametrize("step", ALL, ids=name)
def test_a_step_is_short_enough_for_a_card(step: StepFile) -> None:
    most = 330 if "/en/" in step.path.as_posix() else 140
    for text in (step.text, step.head["explain"], step.head["question"]):
        assert 0 < len(re.sub(FACT, "00", re.sub(r"<[^>]+>", "", text))) <= most


def test_what_can_be_pointed_out_is_what_the_explorer_knows() -> None:
    targets = (BROWSER / "draw/explorer/targets.ts").read_text(encoding="utf-8")
    table = targets[targets.index("TARGETS = {") : targets.index("} satisfies")]
    parts = re.search(r"PARTS = \[(.*?)\]", (BROWSER / "draw/explorer/parts.ts").read_text(encoding="utf-8"), re.S)
    assert parts and "...ofParts" in table
    assert {*re.findall(r"'(\w+)'", parts[1]), *re.findall(r"^  (\w+):", table, re.M)} == set(TARGETS)


def test_what_a_step_shows_is_said_as_the_address_says_it() -> None:
    source = (BROWSER / "core/address.ts").read_text(encoding="utf-8")
    assert set(ADDRESS) <= set(re.findall(r"'(\w+)'", source))


@pytest.mark.parametrize("step", [step for step in STEPS["en"] if step.holds], ids=name)
def test_what_a_step_claims_holds(step: StepFile) -> None:
    """Of the committed model, which the tests' site shows."""
    catalog = Catalog(PROJECT.root / "model_artifacts/traces", ("embedded",))
    for claim in step.holds:
        said = CLAIM.fullmatch(claim)
        assert said, claim
        left, right = (number_of(fill_in(said[side], catalog)) for side in ("left", "right"))
        assert {"<": lt, ">": gt}[said["than"]](left, right), f"{claim}: {left} {said['than']} {right}"


@pytest.mark.parametrize("step", [step for step in STEPS["en"] if "pick" in step.head], ids=name)
def test_a_pick_is_not_shown_before_it_is_picked(step: StepFile) -> None:
    catalog = Catalog(PROJECT.root / "model_artifacts/traces", ("embedded",))
    view = parse(question(step, catalog), catalog).view
    assert [int(fill_in(step.show[step.head["pick"]], catalog))] not in view["answer"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    paths = make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    (paths.content / "en/tour").mkdir(parents=True)
    return paths


def test_a_tour_reads_without_a_script(project: Paths) -> None:
    (project.content / "en/tour/01-a.md").write_text(STEP, encoding="utf-8")
    (project.content / "en/tour/02-b.md").write_text(STEP.replace("Here", "There"), encoding="utf-8")
    page = project.root / "page.html"
    page.write_text(tour_html("folder: tour", project, "en"), encoding="utf-8")
    steps = list(read_page(page).one("gf-tour").all("li"))
    assert [step.attributes["data-show"] for step in steps] == ["prompt=cat&block=2"] * 2
    assert [step.attributes["data-point"] for step in steps] == ["mlp"] * 2
    assert all(word in steps[1].text for word in ("There", "A text.", "Which head?", "Show the answer"))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("no head", "expected a YAML head between two lines of ---"),
        (STEP.replace("title: Here\n", ""), "missing title; a step has title, show"),
        (STEP.replace("title: Here", "title: Here\ncolour: red"), "unknown colour; a step has title, show"),
        (STEP.replace("mlp", "moon"), "point says moon; it may say tokens, embedding"),
        (STEP.replace("block=", "page="), "show says page; it may say prompt, part"),
        (STEP.replace("pick: head\n", ""), "pick is missing; a quiz of type pick needs it: block or head"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_file(project: Paths, wrong: str, message: str) -> None:
    (project.content / "en/tour/01-a.md").write_text(wrong, encoding="utf-8")
    with pytest.raises(GlassformerError, match=r"01-a\.md: ") as caught:
        tour_html("folder: tour", project, "en")
    assert message in str(caught.value)


def test_a_fence_names_a_folder_with_steps(project: Paths) -> None:
    renderer = FenceRenderer(project, "en")
    for body, message in (("folder: nowhere", "has no steps"), ("tour", "expected one line, `folder: `")):
        with pytest.raises(Exception, match=message):
            renderer.tour(body, LANGUAGE)
