"""The command line: what it makes, what it skips, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import tiny_project
from glassformer import cli, trace_file
from glassformer.config import Paths
from glassformer.published import Published
from tiny_project import PROMPTS, made

COMMANDS = ("export", "variants", "trace", "verify", "figures", "site", "build", "inspect", "doctor")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two prompts, sample texts and a tiny checkpoint, shared by the tests below."""
    return tiny_project.make(tmp_path_factory.mktemp("project"))


@pytest.fixture
def run(workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``glassformer`` in the project; returns exit code, stdout, stderr."""
    monkeypatch.chdir(workspace)
    monkeypatch.setenv("COLUMNS", "200")

    def run_it(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["glassformer", *arguments])
        with pytest.raises(SystemExit) as exited:
            cli.main()
        captured = capsys.readouterr()
        code = exited.value.code
        return (code if isinstance(code, int) else 0), captured.out, captured.err

    return run_it


def refused(run: Run, root: Path, *arguments: str) -> str:
    """The one line on stderr; nothing may have been written."""
    before = made(root)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("glassformer: ") and err.count("\n") == 1 and err.endswith("\n")
    assert made(root) == before
    return err


def test_the_pipeline_of_a_tiny_model(run: Run, workspace: Path) -> None:
    code, out, err = run("verify", "--model", "tiny")
    assert code == 0
    for step in ("export", "variants", "verify"):
        assert f"✓ {step} local--tiny (" in err
    assert "Variants against the fp32 graph" in out and "q4" in out
    artifacts = workspace / "model_artifacts"
    manifest = json.loads((artifacts / "variants/local--tiny/manifest.json").read_text())
    assert manifest["model"]["config"]["d_vocab"] == 300
    report = json.loads((artifacts / "reports/local--tiny.json").read_text())
    assert report["model"] == manifest["model"]
    assert set(report["variants"]) == {"q4", "q8"}

    code, _, err = run("trace", "--model", "tiny")
    assert code == 0
    assert "✓ export local--tiny is up to date" in err
    assert re.search(r"✓ traces local--tiny \([\d.]+ s, 2 prompts, [\d.]+ a second\): not made yet", err)
    index = json.loads((artifacts / "traces/local--tiny/index.json").read_text())
    assert [prompt["id"] for prompt in index["prompts"]] == ["cat", "dog"]

    before = made(workspace)
    code, _, err = run("trace", "--model", "tiny", "--model", "tiny/../tiny")
    assert code == 2 and "local--tiny is named twice" in err
    code, _, err = run("verify", "--model", "tiny")
    assert code == 0
    assert err.count("is up to date") == 3
    assert made(workspace) == before


def test_a_changed_prompt_list_makes_the_traces_anew_and_nothing_else(run: Run, workspace: Path) -> None:
    run("trace", "--model", "tiny")
    prompts = workspace / "content" / "prompts.yml"
    prompts.write_text(PROMPTS.replace("A dog", "A fox"), encoding="utf-8")
    code, _, err = run("trace", "--model", "tiny")
    assert code == 0
    assert "✓ export local--tiny is up to date" in err
    assert "prompts.yml changed" in err
    index = json.loads((workspace / "model_artifacts/traces/local--tiny/index.json").read_text())
    assert index["prompts"][1]["text"] == "A fox"
    prompts.write_text(PROMPTS, encoding="utf-8")


def test_a_text_of_ones_own(run: Run, workspace: Path) -> None:
    code, out, _ = run("trace", "The cat", "--model", "tiny", "--out", "mine.safetensors")
    assert code == 0
    tensors, meta = trace_file.read(workspace / "mine.safetensors")
    assert (meta["text"], meta["prompt"], meta["level"]) == ("The cat", None, "core")
    probabilities = np.exp(tensors["log_probs"].astype(np.float64))
    assert probabilities.sum() == pytest.approx(1, abs=1e-2)
    shown = [line.split() for line in out.splitlines() if line.strip().endswith("%")]
    assert len(shown) == 10
    assert [int(row[-2]) for row in shown] == tensors["top_ids"][:10].tolist()
    assert [row[-1] for row in shown] == [f"{p:.2%}" for p in np.exp(tensors["top_log_probs"][:10])]


@pytest.mark.parametrize("text", ["a\udcff b", "[bold]x[/] 你好🙂", "tab\tline\nend", "<script>"])
def test_any_text_is_shown_as_it_is(workspace: Path, text: str) -> None:
    """Also where the console knows only ASCII."""
    command = [sys.executable, "-m", "glassformer", "trace", text, "--model", "tiny", "--out", "odd.safetensors"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "200"}
    result = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, check=True)
    _, meta = trace_file.read(workspace / "odd.safetensors")
    assert meta["text"] == text.replace("\udcff", "\ufffd")
    assert result.stdout.decode("ascii").splitlines()[0] == f"tiny reads {len(meta['tokens'])} tokens:"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("export", "--model", "gpt5"), "gpt5: no such model; allowed: embedded, a local folder, or a hub id"),
        (("build", "--model", "tiny", "--model", "nowhere"), "nowhere: no such model"),
        (("build", "--model", "tiny", "--models-url", "ftp://a.b"), "--models-url ftp://a.b: allowed: an address such"),
        (("variants", "--model", "content"), "content/config.json: missing"),
        (("verify", "--model", "mkdocs.yml"), "mkdocs.yml: a file"),
        (("trace", "", "--model", "tiny"), "the text has 0 tokens; the model reads 1 to 32"),
        (("trace", "cat " * 60, "--model", "tiny"), "tokens; the model reads 1 to 32"),
        (("trace", "--out", "a.safetensors"), "--out needs a text"),
        (("trace", "cat", "--out", "a.json", "--model", "tiny"), "--out a.json: allowed: a name that ends in .safe"),
        (("trace", "cat", "--out", "a.safetensors", "--model", "tiny", "--model", "b"), "one model, not of 2"),
        (("inspect", "nothing.json"), "nothing.json: not readable (No such file or directory)"),
        (("inspect", "mkdocs.yml"), "nothing is known of files named *.yml; allowed: .safetensors, .json"),
        (("figures",), "vite.js is missing: run `npm ci`"),
        (("site",), "vite.js is missing: run `npm ci`"),
    ],
)
def test_refusals(run: Run, workspace: Path, arguments: tuple[str, ...], expected: str) -> None:
    assert expected in refused(run, workspace, *arguments)
    assert not list(workspace.glob("a.*"))


def test_a_broken_prompt_list_is_refused_before_anything_is_made(run: Run, workspace: Path) -> None:
    prompts = workspace / "content" / "prompts.yml"
    prompts.write_text(PROMPTS.replace("id: dog", "id: cat"), encoding="utf-8")
    try:
        assert "prompts.yml:4: prompt id 'cat' is used already at line 1" in refused(run, workspace, "build")
    finally:
        prompts.write_text(PROMPTS, encoding="utf-8")


def test_a_build_publishes_its_models(run: Run, workspace: Path) -> None:
    code, _, err = run("build", "--model", "tiny", "--models-url", "https://example.org/models")
    assert code == 2 and "vite.js is missing" in err  # the pages need npm's packages, which a tiny project has not
    assert Published.read(Paths(workspace)) == Published(("local--tiny",), "https://example.org/models/")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(run: Run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert "Example: " in out and f"glassformer {command}" in out


def test_help_imports_nothing_heavy() -> None:
    script = "import sys, glassformer.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "onnx", "onnxruntime", "torch", "transformers", "mkdocs", "huggingface_hub"} & set(loaded)


def test_version_and_unknown_commands(run: Run) -> None:
    assert run("--version") == (0, "glassformer 0.1.0\n", "")
    code, _, err = run("paint")
    assert code == 2 and "No such command 'paint'" in err
