"""A step runs when it must, not otherwise, and never leaves half an artefact."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from glassformer.artefacts import Say, Step
from glassformer.artefacts_code import ROOT, code_files


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """Joins the files of `in` into `out/joined.txt`."""
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text("a")

    def make(target: Path, say: Say) -> None:
        target.mkdir()
        say("joining")
        text = "".join(path.read_text() for path in sorted(source.rglob("*.txt")))
        (target / "joined.txt").write_text(text)

    return Step(
        "join",
        tmp_path / "made" / "out",
        make,
        tmp_path / "stamps",
        ("glassformer.errors",),
        {"in": source},
        {"letter": "x"},
    )


def joined(step: Step) -> str:
    return (step.output / "joined.txt").read_text()


def test_it_runs_once(step: Step) -> None:
    said: list[str] = []
    assert step.run(said.append) == "not made yet"
    assert (joined(step), said) == ("a", ["joining"])
    assert step.outdated() is None
    assert step.run() is None
    assert [path.name for path in step.output.parent.iterdir()] == ["out"]


def test_it_tells_how_it_went(step: Step) -> None:
    told: list[str] = []
    telling = replace(step, make=lambda target, say: [step.make(target, say), "one file"][1])
    telling.run(tell=told.append)
    telling.run(tell=told.append)
    assert told == ["one file"]


@pytest.mark.parametrize(
    ("name", "text", "reason"), [("a.txt", "b", "in/a.txt changed"), ("c/d.txt", "d", "in/c/d.txt is new")]
)
def test_it_runs_when_an_input_changes(step: Step, name: str, text: str, reason: str) -> None:
    step.run()
    path = step.files["in"] / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    assert step.outdated() == reason
    assert step.run() == reason
    assert text in joined(step)
    assert step.run() is None


def test_it_runs_when_an_input_is_gone(step: Step) -> None:
    (step.files["in"] / "b.txt").write_text("b")
    step.run()
    (step.files["in"] / "b.txt").unlink()
    assert step.run() == "in/b.txt is gone"
    assert joined(step) == "a"


def test_it_notices_a_change_that_leaves_the_size(step: Step) -> None:
    step.run()
    path = step.files["in"] / "a.txt"
    before = path.stat().st_mtime_ns
    path.write_text("z")
    os.utime(path, ns=(before + 1, before + 1))
    assert step.run() == "in/a.txt changed"
    assert joined(step) == "z"


def test_a_touched_file_is_no_change(step: Step) -> None:
    step.run()
    os.utime(step.files["in"] / "a.txt", (1, 1))
    os.utime(step.output / "joined.txt", (1, 1))
    assert step.run() is None


def test_it_runs_when_parameters_code_or_packages_change(step: Step) -> None:
    step.run()
    assert replace(step, parameters={"letter": "y"}).outdated() == "parameter letter changed"
    assert replace(step, packages=("pytest",)).outdated() == "package pytest is new"
    assert replace(step, packages=("no-such-package",)).run() == "package no-such-package is new"
    assert replace(step, modules=("glassformer.config",)).outdated() == "code config.py is new"


@pytest.mark.parametrize("damage", ["delete", "empty", "truncate", "add"])
def test_it_runs_when_its_output_is_damaged(step: Step, damage: str) -> None:
    step.run()
    made = step.output / "joined.txt"
    if damage == "delete":
        made.unlink()
        step.output.rmdir()
    elif damage == "empty":
        made.unlink()
    elif damage == "truncate":
        made.write_text("")
    else:
        (step.output / "stray.txt").write_text("?")
    assert step.run() == "out is missing, incomplete or changed"
    assert (joined(step), [path.name for path in step.output.iterdir()]) == ("a", ["joined.txt"])


def test_an_unreadable_stamp_is_no_stamp(step: Step) -> None:
    step.run()
    (step.stamps / "join.json").write_text("{")
    assert step.run() == "not made yet"


def test_a_file_as_output(step: Step, tmp_path: Path) -> None:
    single = replace(
        step, name="file", output=tmp_path / "report.json", make=lambda target, say: target.write_text("1")
    )
    assert single.run() == "not made yet"
    assert single.run() is None
    assert (
        replace(single, parameters={}, make=lambda target, say: target.write_text("2")).run()
        == "parameter letter is gone"
    )
    assert single.output.read_text() == "2"


def fail(target: Path, say: Say) -> None:
    target.mkdir()
    (target / "joined.txt").write_text("half")
    raise KeyboardInterrupt


def test_a_failed_step_leaves_what_was_there(step: Step) -> None:
    failing = replace(step, make=fail, parameters={"letter": "other"})
    with pytest.raises(KeyboardInterrupt):
        failing.run()
    assert list(step.output.parent.iterdir()) == []
    step.run()
    with pytest.raises(KeyboardInterrupt):
        failing.run()
    assert [path.name for path in step.output.parent.iterdir()] == ["out"]
    assert joined(step) == "a"
    assert step.outdated() is None
    assert failing.outdated() == "parameter letter changed"


def test_a_step_that_makes_its_output_whole_by_itself(step: Step) -> None:
    whole = replace(step, renames=False, make=lambda target, say: target.write_text("whole"))
    assert whole.run() == "not made yet"
    assert whole.run() is None


KILLED = """
import sys, time
from pathlib import Path
from glassformer.artefacts import Step

def make(target, say):
    target.mkdir()
    (target / "first.txt").write_text(sys.argv[2])
    if sys.argv[2] == "slow":
        print("half", flush=True)
        time.sleep(60)
    (target / "second.txt").write_text(sys.argv[2])

root = Path(sys.argv[1])
step = Step("killed", root / "out", make, root / "stamps", ("glassformer.errors",), parameters={"speed": sys.argv[2]})
print(step.run())
"""


def test_a_killed_step_leaves_what_was_there_and_the_next_run_makes_it_whole(tmp_path: Path) -> None:
    script = [sys.executable, "-c", KILLED, str(tmp_path)]
    for before in (set(), {"first.txt", "second.txt"}):
        with subprocess.Popen([*script, "slow"], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "half\n"
            process.kill()
        output = tmp_path / "out"
        assert {path.name for path in output.glob("*")} == before
        assert all(path.read_text() == "quick" for path in output.glob("*"))
        subprocess.run([*script, "quick"], check=True, stdout=subprocess.PIPE)
        assert {path.read_text() for path in output.iterdir()} == {"quick"}
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "stamps"]


def test_two_runs_at_once_do_the_work_once(step: Step) -> None:
    made: list[str] = []

    def make(target: Path, say: Say) -> None:
        time.sleep(0.2)
        target.write_text("made")
        made.append("made")

    slow = replace(step, make=make)
    threads = [threading.Thread(target=slow.run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["made"]


def test_the_code_of_a_module_is_all_that_it_imports() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in code_files("glassformer.export")}
    assert {"export.py", "traced.py", "schema.py", "config.py", "errors.py"} <= names
    assert not names & {"variants.py", "cli.py", "trace.py"}


def test_a_package_counts_with_its_templates_and_a_module_of_it_without() -> None:
    package = {path.relative_to(ROOT).as_posix() for path in code_files("glassformer.directives")}
    assert "directives/__init__.py" in package and any(name.endswith(".j2") for name in package)
    module = {path.relative_to(ROOT).as_posix() for path in code_files("glassformer.frontend")}
    assert {"frontend.py", "directives/program.py", "errors.py"} <= module
    assert not any(name.endswith(".j2") for name in module)
