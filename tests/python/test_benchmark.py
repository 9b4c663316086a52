"""The benchmark measures real commands, and says when one fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import tiny_project
from glassformer import benchmark
from glassformer.errors import GlassformerError

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory of a process is measured on POSIX systems")


def test_a_shape_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = {"n_layer": 1, "n_head": 2, "n_embd": 32, "n_positions": 32}
    monkeypatch.setattr(benchmark, "SHAPES", {"tiny": sizes})
    results = benchmark.measure("tiny", tmp_path, ("export", "variants", "trace"))
    assert results["parameters"] == 50257 * 32 + 32 * 32 + 12 * 32**2 + 13 * 32 + 2 * 32
    assert results["prompts_per_second"] > 0
    assert 0 < results["megabytes"]["q4"] < results["megabytes"]["q8"]
    for taken in results["commands"].values():
        assert taken["seconds"] > 0 and taken["processor_seconds"] > 0 and 0.05 < taken["gigabytes"] < 4
    benchmark.print_results("tiny", results)
    assert capsys.readouterr().out.count(" GB\n") == 3


def test_a_command_that_fails(tmp_path: Path) -> None:
    tiny_project.make(tmp_path)
    with pytest.raises(
        GlassformerError, match=r"glassformer export --model gone ended with 2: glassformer: gone: no such"
    ):
        benchmark.run(["export", "--model", "gone"], tmp_path)
