"""Every step names what it depends on, and the steps do not get into each other's way."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

import tiny_checkpoints
from glassformer import steps
from glassformer.artefacts import Step
from glassformer.artefacts_code import code_files
from glassformer.checkpoint import load
from glassformer.config import Paths
from glassformer.published import Published, published_file

MODEL_STEPS = (steps.export_step, steps.variants_step, steps.traces_step, steps.report_step)


@pytest.fixture(scope="module")
def all_steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    root = tmp_path_factory.mktemp("project")
    checkpoints = [load(str(tiny_checkpoints.make(root / name, seed=seed))) for seed, name in enumerate(("one", "two"))]
    paths = Paths(root)
    made = [step(paths, checkpoint) for checkpoint in checkpoints for step in MODEL_STEPS]
    return [*made, steps.frontend_step(paths), steps.site_step(paths)]


def test_names_and_outputs_are_their_own(all_steps: list[Step]) -> None:
    assert len({step.name for step in all_steps}) == len(all_steps)
    outputs = [step.output for step in all_steps]
    assert not [(a, b) for a in outputs for b in outputs if a is not b and (a == b or a in b.parents)]


def test_no_step_reads_what_it_writes(all_steps: list[Step]) -> None:
    for step in all_steps:
        for path in step.files.values():
            assert step.output != path and path not in step.output.parents and step.output not in path.parents


def test_modules_and_packages_exist(all_steps: list[Step]) -> None:
    for step in all_steps:
        assert all(path.is_file() for module in step.modules for path in code_files(module))
        assert all(version(package) for package in step.packages)


def test_a_step_reads_what_the_one_before_it_makes(tmp_path: Path) -> None:
    checkpoint = load(str(tiny_checkpoints.make(tmp_path / "tiny")))
    export, variants, traces, report = (step(Paths(tmp_path), checkpoint) for step in MODEL_STEPS)
    assert export.output in variants.files.values()
    assert export.output in traces.files.values()
    assert {export.output, variants.output} <= set(report.files.values())


def test_another_checkpoint_of_the_same_name_is_exported_again(tmp_path: Path) -> None:
    before, after = (
        steps.export_step(Paths(tmp_path), load(str(tiny_checkpoints.make(tmp_path / str(seed) / "tiny", seed=seed))))
        for seed in (1, 2)
    )
    assert before.output == after.output
    assert before.parameters != after.parameters


def test_the_site_depends_on_the_models_that_it_publishes_and_on_no_other(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    Published(("a--b",)).write(paths)
    files = steps.site_step(paths).files.values()
    assert {paths.traces("a--b"), paths.variants("a--b"), paths.report("a--b"), published_file(paths)} <= {*files}
    assert not {paths.traces("embedded"), paths.artifacts, paths.artifacts / "traces"} & {*files}


def test_the_sites_address_is_an_ingredient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/a/")
    here = steps.site_step(Paths(tmp_path))
    monkeypatch.delenv("SITE_URL")
    assert here.parameters != steps.site_step(Paths(tmp_path)).parameters
