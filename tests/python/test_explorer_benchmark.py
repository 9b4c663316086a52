"""What the bench of the explorer reads out of a browser's trace."""

from __future__ import annotations

from typing import Any

import pytest

from glassformer.errors import GlassformerError
from glassformer.explorer_benchmark import FRAME, actions, over_the_bar, percentile, script_times, summary


def event(name: str, start: int, microseconds: int = 0, *, thread: int = 1, **more: Any) -> dict[str, Any]:
    return {"name": name, "pid": 1, "tid": thread, "ts": start, "dur": microseconds, "tdur": microseconds // 2, **more}


def test_script_within_script_counts_once_and_only_on_the_pages_thread() -> None:
    events = [
        event(FRAME, 0),
        event("FireAnimationFrame", 100, 4000),
        event("FunctionCall", 200, 3000),  # within it
        event("TimerFire", 5000, 1000),
        event("Layout", 6500, 9000),  # no script
        event(FRAME, 16_000),
        event("EventDispatch", 16_500, 2000),
        event("FunctionCall", 16_500, 9000, thread=2),  # a worker's
        event(FRAME, 32_000),
    ]
    assert script_times(events) == [1.0, 2.5]
    with pytest.raises(GlassformerError, match="no frames"):
        script_times(events[1:3])


def test_percentiles_are_measured_values() -> None:
    values = [float(value) for value in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile([3.0], 0.95)) == (51, 96, 3)
    assert summary(values) == {"frames": 100, "median": 51, "p95": 96, "max": 100}


def test_every_part_is_unfolded_and_every_head_gone_through_both_ways() -> None:
    planned = actions(["mlp"], layers=2, heads=3)
    assert planned["unfold mlp"][0] == [("part-mlp", None), ("part-overview", None)]
    assert [value for _, value in planned["scrub heads"][0]] == [0, 1, 2, 2, 1, 0]
    assert set(planned) == {"unfold mlp", "scrub heads", "scrub blocks", "scrub tokens"}


def test_each_way_to_go_through_the_model_has_the_bar_for_itself() -> None:
    within, slow = {"p95": 7.9, "max": 15.9}, {"p95": 8.1, "max": 16.1}
    assert over_the_bar({"unfold mlp": {**slow, "max": 15.9}, "scrub heads": {**slow, "p95": 7.9}}) == []
    assert over_the_bar({"unfold mlp": {**within, "max": 16.1}, "scrub heads": slow, "scrub tokens": within}) == [
        "unfold mlp: max 16.1 ms, the bar is 16.0 ms",
        "scrub heads: p95 8.1 ms, the bar is 8.0 ms",
    ]
