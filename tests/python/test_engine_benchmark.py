"""The engine's benchmark compares each round within itself, and its page shows what was measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from glassformer.config import Paths
from glassformer.directives.report_tables import speed
from glassformer.directives.report_words import REPORT_WORDS
from glassformer.engine_benchmark import BARS, CONTEXTS, check, print_results, summary
from glassformer.errors import GlassformerError


def turn(slower: float, create: float = 2000, decode: float = 20) -> dict[str, Any]:
    """One variant's part of a round in which the machine was ``slower`` than it can be."""
    gigabytes = {"before": 0.1, "downloading": 0.3, "starting": 1.4, "running": 1.2}
    times = [slower * decode * growth for growth in (1, 1.1, 1.2)]
    return {"create": slower * create, "prefill": slower * 200, "decode": times, "gigabytes": gigabytes}


def results(decode: float = 22) -> dict[str, Any]:
    reference = [turn(1), turn(3), turn(1)]
    rounds = [turn(1, 1500, decode), turn(3, 1500, decode), turn(9, 1500, decode)]  # its last turn met other work
    taken = {"fp32": summary(reference, reference), "q8": summary(rounds, reference)}
    measured = {name: {**one, "longest_task": 0, "bytes": 160_000_000} for name, one in taken.items()}
    return {"machine": {"cores": 2}, "chromium": "156", "onnxruntime_web": "1.30.0", "variants": measured}


def test_ratios_are_of_the_same_round() -> None:
    measured = results()["variants"]["q8"]
    assert measured["ratios"] == pytest.approx(
        {"create": 0.75, "prefill": 1, "decode 16": 1.1, "decode 32": 1.1, "decode 64": 1.1, "growth": 1.2}
    )
    assert measured["ratios"].keys() == BARS.keys()
    assert measured["create"] == 4500  # a median says what that round was like; the ratio does not care
    assert list(measured["decode"]) == list(CONTEXTS)


def test_memory_while_downloading_is_that_of_the_first_load() -> None:
    later = turn(1)
    later["gigabytes"] = {**later["gigabytes"], "downloading": 0.9, "running": 1.6}
    gigabytes = summary([turn(1), later, later], [turn(1)] * 3)["gigabytes"]
    assert gigabytes == {"before": 0.1, "downloading": 0.3, "starting": 1.4, "running": 1.6}


def test_what_is_printed_names_every_bar(capsys: pytest.CaptureFixture[str]) -> None:
    print_results(results(decode=30))
    said = capsys.readouterr().out
    assert "create 0.75 (within 0.8)" in said
    assert "decode 64 1.50 (over 1.15)" in said
    assert "growth 1.20 (within 1.3)" in said
    assert "memory while downloading 1.25 (within 1.3)" in said


def test_a_fallback_into_the_slow_product_fails() -> None:
    check(results())
    with pytest.raises(GlassformerError, match="q8 decodes 14 times slower than fp32"):
        check(results(decode=280))


@pytest.mark.parametrize("locale", REPORT_WORDS)
def test_the_page_s_tables(tmp_path: Path, locale: str) -> None:
    paths = Paths(tmp_path)
    paths.content.mkdir()
    (paths.content / "speed.json").write_text(json.dumps(results()), encoding="utf-8")
    times, memory = speed(paths, REPORT_WORDS[locale])
    assert [cell.text for cell in times.rows[1]] == ["q8", "4.5 s · 0.75×", "600 ms · 1.00×", *time_cells(66, 73, 79)]
    assert [cell.text for cell in memory.rows[1]] == ["q8", "0.10", "0.30", "1.40", "1.20"]
    assert len(times.columns) == len(times.rows[0]) and len(memory.columns) == len(memory.rows[0])


def time_cells(*milliseconds: int) -> list[str]:
    return [f"{time} ms · 1.10×" for time in milliseconds]
