"""How much script the explorer runs in each frame: unfolding every part and scrubbing through heads, blocks and tokens.

Measured in headless Chromium on the built site, at a text of 16 tokens, from a trace of the page's own thread: thread
time, which hardly depends on what else the machine does. Frames without script do not count.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from glassformer.benchmark import this_machine
from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError
from glassformer.files import write_atomically
from glassformer.headless import launched, served

PROMPT, TOKENS = "who-is-there", 16
WIDTH, HEIGHT = 1440, 900
# Milliseconds of thread time. To unfold a part takes one frame of script, then the browser moves it.
BAR = 8.0  # 95th percentile, of each way to go through the model by itself
FRAME_LASTS = 16.0  # the longest frame while a part unfolds or folds
CATEGORIES = ["devtools.timeline", "devtools.timeline.frame", "disabled-by-default-devtools.timeline.frame", "toplevel"]
FRAME = "BeginMainThreadFrame"
# Events of the trace that are script; one within another counts once.
SCRIPT = {"EventDispatch", "FunctionCall", "EvaluateScript", "FireAnimationFrame", "TimerFire"}
SCRIPT |= {"BlinkScheduler_PerformMicrotaskCheckpoint", "RunMicrotasks"}

# Does one thing after another, the next one some frames after the last: what a reader does at most.
ACT = """async ([steps, frames]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const explorer = document.querySelector('gf-explorer');
  for (const [name, value] of steps) {
    const control = explorer.querySelector(`[data-control=${name}]`);
    if (value === null) control.click();
    else { control.selectedIndex = value; control.dispatchEvent(new Event('change')); }
    for (let i = 0; i < frames; i++) await frame();
  }
}"""
UNFOLDING = 24  # frames: as long as the transition takes
SCRUBBING = 2

Step = tuple[str, int | None]


def script_times(events: Sequence[Mapping[str, Any]]) -> list[float]:
    """Milliseconds of script in each frame of the page's thread that has any. ``events`` are those of a trace."""
    frames = [event for event in events if event["name"] == FRAME]
    if not frames:
        raise GlassformerError("the trace has no frames: this Chromium writes other events than the bench reads")
    thread = (frames[0]["pid"], frames[0]["tid"])
    starts = sorted(event["ts"] for event in frames)
    spent: dict[int, float] = {}
    end = -1.0
    script = [e for e in events if e["name"] in SCRIPT and (e["pid"], e["tid"]) == thread and "tdur" in e]
    for event in sorted(script, key=lambda event: (event["ts"], -event["dur"])):
        if event["ts"] < end:
            continue  # within the one before
        end = event["ts"] + event["dur"]
        frame = bisect_right(starts, event["ts"])
        spent[frame] = spent.get(frame, 0) + event["tdur"] / 1000
    return sorted(spent.values())


def percentile(values: Sequence[float], share: float) -> float:
    """Of sorted values, with the nearest rank."""
    return values[min(len(values) - 1, int(share * len(values)))]


def actions(parts: Sequence[str], layers: int, heads: int) -> dict[str, tuple[list[Step], int]]:
    """What is measured, by name: steps, and frames after each."""
    unfold: dict[str, tuple[list[Step], int]] = {
        f"unfold {part}": ([(f"part-{part}", None), ("part-overview", None)], UNFOLDING) for part in parts
    }
    there_and_back = [*range(heads), *reversed(range(heads))]
    return {
        **unfold,
        "scrub heads": ([("head", head) for head in there_and_back], SCRUBBING),
        "scrub blocks": ([("block", block) for block in (*range(layers), *reversed(range(layers)))], SCRUBBING),
        "scrub tokens": ([("position", token) for token in (*range(TOKENS), *reversed(range(TOKENS)))], SCRUBBING),
    }


def measure(site: Path, rounds: int) -> dict[str, Any]:
    """Median and 95th percentile of script a frame, in milliseconds, for each action; and of all together."""
    from playwright.sync_api import sync_playwright

    with served(site) as address, sync_playwright() as playwright:
        browser = launched(playwright)
        page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, service_workers="block").new_page()
        page.goto(f"{address}explorer.html#prompt={PROMPT}&block=2&head=1")
        page.wait_for_selector("gf-explorer[data-state=ready]")
        parts = page.eval_on_selector_all(".gf-parts button", "all => all.map((one) => one.dataset.control.slice(5))")
        count = "(name) => document.querySelector(`gf-explorer [data-control=${name}]`).options.length"
        layers, heads, tokens = (page.evaluate(count, name) for name in ("block", "head", "position"))
        if tokens != TOKENS:
            raise GlassformerError(f"{PROMPT} has {tokens} tokens, expected {TOKENS}")
        planned = actions([part for part in parts if part != "overview"], layers, heads)
        for steps, _ in planned.values():
            page.evaluate(ACT, [steps, 2])  # what is fetched once, and compiled, is there afterwards
        results = {}
        everything: list[float] = []
        for name, (steps, frames) in planned.items():
            browser.start_tracing(page=page, categories=CATEGORIES)
            page.evaluate(ACT, [steps * rounds, frames])
            times = script_times(json.loads(browser.stop_tracing())["traceEvents"])
            everything += times
            results[name] = summary(times)
            print(f"{name:24} {results[name]}", flush=True)
        version = browser.version
        browser.close()
    return {
        "chromium": version,
        "machine": this_machine(),
        "tokens": TOKENS,
        "actions": results,
        "all": summary(sorted(everything)),
    }


def over_the_bar(actions: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A line for each action that takes longer than it may."""
    lines = []
    for name, taken in actions.items():
        figure, bar = ("p95", BAR) if name.startswith("scrub") else ("max", FRAME_LASTS)
        if taken[figure] > bar:
            lines.append(f"{name}: {figure} {taken[figure]} ms, the bar is {bar} ms")
    return lines


def summary(times: Sequence[float]) -> dict[str, float]:
    return {
        "frames": len(times),
        "median": round(percentile(times, 0.5), 2),
        "p95": round(percentile(times, 0.95), 2),
        "max": round(times[-1], 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench explorer", description=str(__doc__).partition("\n")[0])
    parser.add_argument("--out", type=Path, help="where the figures go as JSON (default: content/explorer.json)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is done (default: 3)")
    options = parser.parse_args()
    paths = Paths(find_root())
    results = measure(paths.root / "site", options.rounds)
    print(f"all: median {results['all']['median']} ms, 95th percentile {results['all']['p95']} ms")
    print("\n".join(over_the_bar(results["actions"]) or ["every action is within its bar"]))
    content = json.dumps(results, sort_keys=True, indent=1).encode() + b"\n"
    write_atomically(options.out or paths.content / "explorer.json", content)


if __name__ == "__main__":
    main()
