"""How fast the browser's engine is: each variant against the fp32 graph, in headless Chromium, on one wasm thread.

Each variant has a browser of its own. They take turns, round after round, in loading and in running, and each round is
compared within itself: what else the machine does hits all alike. The weights are random, of GPT-2 small's shape, and
rounded to the nearest, which takes no time to compute and as much to run as carefully rounded ones.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from glassformer import variants
from glassformer.benchmark import this_machine
from glassformer.config import Paths, find_root
from glassformer.engine_bench_site import REFERENCE, make
from glassformer.engine_browser import opened
from glassformer.errors import GlassformerError
from glassformer.files import write_atomically
from glassformer.headless import served

CONTEXTS = ("16", "32", "64")  # as in measure.ts
ROUNDS = 7

# What the ratios to the fp32 graph may be; the growth is a variant's own, from the shortest context to the longest.
DOWNLOADING = 1.3  # what downloading may add to the page's process, as a share of the variant
BARS = {"create": 0.8, "prefill": 1.0, "decode 16": 1.15, "decode 32": 1.15, "decode 64": 1.15, "growth": 1.3}


def measure(folder: Path, say: Callable[[str], None], rounds: int) -> dict[str, Any]:
    """Each variant of the site in ``folder``: milliseconds, gigabytes, and ratios to the fp32 graph."""
    from playwright.sync_api import sync_playwright

    names = (REFERENCE, *variants.VARIANTS)
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    with (
        served(folder) as address,
        sync_playwright() as playwright,
        opened(playwright, address, names) as all_,
    ):
        for turn in range(rounds):
            say(f"round {turn + 1} of {rounds}")
            for browser in all_:
                taken[browser.variant].append(browser.load())
            for browser in all_:
                taken[browser.variant][-1] |= browser.measure()
        version, longest = all_[0].version, {browser.variant: browser.longest_task for browser in all_}
    sizes = _sizes(folder)
    results = {
        name: summary(taken[name], taken[REFERENCE]) | {"longest_task": longest[name], "bytes": sizes[name]}
        for name in names
    }
    return {"chromium": version, "rounds": rounds, "variants": results}


def _sizes(folder: Path) -> dict[str, int]:
    """Bytes of each variant."""
    manifest = json.loads((folder / "models/bench/manifest.json").read_text(encoding="utf-8"))
    return {name: variant["bytes"] for name, variant in manifest["variants"].items()}


def summary(rounds: Sequence[Mapping[str, Any]], reference: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Medians over the rounds of a variant, and of its ratios to the same rounds of the fp32 graph.

    Memory while downloading is the first round's: later ones read the weights from the browser's store.
    """
    median, contexts = statistics.median, range(len(CONTEXTS))
    pairs = [ratios(here, there) for here, there in zip(rounds, reference, strict=True)]
    gigabytes = {state: median(taken["gigabytes"][state] for taken in rounds) for state in rounds[0]["gigabytes"]}
    return {
        "create": median(taken["create"] for taken in rounds),
        "prefill": median(taken["prefill"] for taken in rounds),
        "decode": {CONTEXTS[place]: median(taken["decode"][place] for taken in rounds) for place in contexts},
        "gigabytes": gigabytes | {"downloading": rounds[0]["gigabytes"]["downloading"]},
        "ratios": {bar: median(pair[bar] for pair in pairs) for bar in BARS},
    }


def ratios(here: Mapping[str, Any], there: Mapping[str, Any]) -> dict[str, float]:
    """What `BARS` limits, of one round."""
    found = {name: here[name] / there[name] for name in ("create", "prefill")}
    decode = zip(CONTEXTS, here["decode"], there["decode"], strict=True)
    found |= {f"decode {context}": mine / reference for context, mine, reference in decode}
    return found | {"growth": here["decode"][-1] / here["decode"][0]}


def run(shape: str, paths: Paths, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Make what is missing of the site and measure on it."""
    site = make(shape, paths.artifacts / "bench" / shape, paths.site_src, say)
    runtime = json.loads((paths.site_src / "node_modules/onnxruntime-web/package.json").read_text(encoding="utf-8"))
    measured = measure(site, say, rounds)
    return {"shape": shape, "machine": this_machine(), "onnxruntime_web": runtime["version"], **measured}


def print_results(results: Mapping[str, Any]) -> None:
    for name, measured in results["variants"].items():
        decode = ", ".join(f"{time:.0f}" for time in measured["decode"].values())
        print(
            f"{name:5} create {measured['create']:6.0f} ms, prefill {measured['prefill']:5.0f} ms, decode {decode} ms"
        )
        memory = ", ".join(f"{state} {size:.2f}" for state, size in measured["gigabytes"].items())
        print(f"      GB: {memory}")
        if name != REFERENCE:
            print("      " + ", ".join(_against_bar(bar, measured["ratios"][bar], BARS[bar]) for bar in BARS))
            print("      " + _against_bar("memory while downloading", downloading(measured), DOWNLOADING))


def _against_bar(name: str, ratio: float, bar: float) -> str:
    return f"{name} {ratio:.2f} ({'over' if ratio > bar else 'within'} {bar})"


def downloading(measured: Mapping[str, Any]) -> float:
    """What downloading adds to the page's process at most, as a share of the variant."""
    gigabytes = measured["gigabytes"]
    return (gigabytes["downloading"] - gigabytes["before"]) * 1e9 / measured["bytes"]


def check(results: Mapping[str, Any]) -> None:
    """Raises GlassformerError where a product fell back into the slow quantized kernel, some ten times slower."""
    for name, measured in results["variants"].items():
        if measured["ratios"]["decode 16"] > 4:
            raise GlassformerError(f"{name} decodes {measured['ratios']['decode 16']:.0f} times slower than fp32")


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench engine", description=str(__doc__).partition("\n")[0])
    parser.add_argument("--out", type=Path, help="where the figures go as JSON (default: content/speed.json)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"how often each variant has its turn ({ROUNDS})")
    options = parser.parse_args()
    paths = Paths(find_root())
    results = run("gpt2", paths, options.rounds, lambda text: print(text, flush=True))
    print_results(results)
    content = json.dumps(results, sort_keys=True, indent=1).encode() + b"\n"
    write_atomically(options.out or paths.content / "speed.json", content)
    check(results)


if __name__ == "__main__":
    main()
