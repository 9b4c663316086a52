"""How fast the browser's engine is: each variant against the fp32 graph, in headless Chromium, on one wasm thread.

Each variant runs in a browser of its own, and they take turns, so that what else the machine does hits all alike: read
the ratios. The weights are random, of GPT-2 small's shape, and rounded to the nearest, which takes no time to compute
and as much to run as carefully rounded ones.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, numpy_helper

from glassformer import variants
from glassformer.checkpoint import load
from glassformer.config import Paths, find_root
from glassformer.directives.program import node_path
from glassformer.errors import GlassformerError
from glassformer.export import export
from glassformer.files import sha256_of, write_atomically
from glassformer.schema import schema_hash
from glassformer.stage import RUNTIMES
from glassformer.variant_weights import INLINE_BYTES
from glassformer.weights_file import WeightsPacker, write_named

CONTEXTS = ("16", "32", "64")  # as in measure.ts
ROUNDS = 5
REFERENCE = "fp32"
PAGE = '<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">'
PAGE += '<script type="module" src="assets/glassformer/main.js"></script>'
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
MINUTES = 60_000  # milliseconds

# What the ratios to the fp32 graph may be; the growth is a variant's own, from the shortest context to the longest.
BARS = {"create": 0.8, "prefill": 1.0, "decode 16": 1.15, "decode 32": 1.15, "decode 64": 1.15, "growth": 1.3}


def make_model(checkpoint: Path, folder: Path, say: Callable[[str], None]) -> None:
    """The checkpoint's variants, and its fp32 graph as one more, as the engine reads them."""
    model = load(str(checkpoint))
    folder.mkdir(parents=True)
    say("exporting")
    source = onnx.load(str(export(model.config, model.tensors(), folder / "onnx")))
    entries = {}
    for name, bits in variants.VARIANTS.items():
        say(f"rounding to {bits} bits")
        entries[name] = variants.make_variant(source, folder, name, bits, {})
    entries[REFERENCE] = _reference(source, folder)
    shutil.rmtree(folder / "onnx")
    tokenizer = Path(shutil.copyfile(model.tokenizer, folder / "tokenizer.json"))
    manifest = {
        "manifest_version": variants.MANIFEST_VERSION,
        "schema_hash": schema_hash(),
        "model": {**model.as_json(), "id": "bench"},
        "tokenizer": {"file": tokenizer.name, "bytes": tokenizer.stat().st_size, "sha256": sha256_of(tokenizer)},
        "variants": entries,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for path in [*folder.glob("*.onnx"), tokenizer]:
        _pack(path, folder)
        path.unlink()


def _reference(source: onnx.ModelProto, folder: Path) -> dict[str, Any]:
    """The fp32 graph as a variant: the same files and shards, nothing rounded. Changes ``source``."""
    packer = WeightsPacker()
    for tensor in source.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.nbytes < INLINE_BYTES:
            continue
        slot = packer.add(array)
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        for key, part in (("location", slot.path), ("offset", slot.offset), ("length", slot.bytes)):
            tensor.external_data.add(key=key, value=str(part))
    graph = write_named(folder, REFERENCE, ".onnx", source.SerializeToString())
    files = packer.write(folder, REFERENCE)
    size = sum(file["bytes"] for file in files)
    graphs = dict.fromkeys(variants.PROVIDERS, graph)
    return {"bits": 32, "bytes": size, "weights_bytes": size, "weights": files, "graphs": graphs, "tensors": {}}


def make_site(site_src: Path, folder: Path) -> None:
    """The page that measures, and the runtimes, below ``folder``."""
    command = [node_path(), "node_modules/vite/bin/vite.js", "build", "--config", "bench/vite.config.ts"]
    output = ["--outDir", str(folder / "assets/glassformer"), "--logLevel", "warn"]
    subprocess.run([*command, *output], cwd=site_src, check=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    for name in RUNTIMES:
        source = site_src / "node_modules/onnxruntime-web/dist" / name
        target = folder / "assets/ort"
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.with_name(f"{name}.mjs"), target / f"{name}.mjs")
        _pack(source.with_name(f"{name}.wasm"), target)


def _pack(path: Path, folder: Path) -> None:
    (folder / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), compresslevel=1, mtime=0))


class Browser:
    """A Chromium that runs one variant, and the memory of the process that it runs in."""

    def __init__(self, playwright: Any, address: str, variant: str, chromium: str | None) -> None:
        self.variant = variant
        self.browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
        self.version: str = self.browser.version
        self.page = self.browser.new_context().new_page()
        self.page.set_default_timeout(30 * MINUTES)
        self.page.goto(address)
        self.page.wait_for_function("globalThis.measure !== undefined")

    def load(self) -> dict[str, Any]:
        """Milliseconds from the last byte to a model that runs, and gigabytes before, while and after loading."""
        process = self._renderer()
        before = _memory(process)["VmRSS"]
        _forget_peak(process)
        self.page.evaluate(f"globalThis.loading = load('{self.variant}'); undefined")
        self.page.wait_for_function("['starting', 'ready', 'failed'].includes(state())", polling=50)
        downloading = _memory(process)["VmHWM"]
        _forget_peak(process)
        milliseconds = self.page.evaluate("loading")
        after = _memory(process)
        peaks = {"before": before, "downloading": downloading, "starting": after["VmHWM"], "running": after["VmRSS"]}
        return {"create": milliseconds, "gigabytes": peaks}

    def measure(self) -> dict[str, Any]:
        return self.page.evaluate("measure()")

    def close(self) -> None:
        self.browser.close()

    def _renderer(self) -> int:
        """The process with the most memory among the browser's renderers: the one that holds the page."""
        session = self.browser.new_browser_cdp_session()
        found = session.send("SystemInfo.getProcessInfo")["processInfo"]
        renderers = [process["id"] for process in found if process["type"] == "renderer"]
        return max(renderers, key=lambda process: _memory(process)["VmRSS"])


def _memory(process: int) -> dict[str, float]:
    """Gigabytes resident now (VmRSS) and at most since the peak was forgotten (VmHWM). Linux only."""
    status = Path(f"/proc/{process}/status").read_text()
    return {name: int(kilobytes) * 1024 / 1e9 for name, kilobytes in re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", status)}


def _forget_peak(process: int) -> None:
    Path(f"/proc/{process}/clear_refs").write_text("5")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of ``folder``."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def measure(folder: Path, say: Callable[[str], None], rounds: int = ROUNDS) -> dict[str, Any]:
    """Each variant of the site in ``folder``: medians of milliseconds, gigabytes, and ratios to the fp32 graph."""
    from playwright.sync_api import sync_playwright

    names = (REFERENCE, *variants.VARIANTS)
    with served(folder) as address, sync_playwright() as playwright, ExitStack() as open_browsers:
        browsers = []
        results: dict[str, Any] = {}
        for name in names:
            browser = Browser(playwright, address, name, os.environ.get("GLASSFORMER_CHROMIUM"))
            open_browsers.callback(browser.close)
            say(f"loading {name}")
            results[name] = browser.load()
            browsers.append(browser)
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
        for turn in range(rounds):
            say(f"round {turn + 1} of {rounds}")
            for browser in browsers:
                runs[browser.variant].append(browser.measure())
        for name in names:
            results[name] |= _medians(runs[name])
        for name in names:
            results[name]["ratios"] = ratios(results[name], results[REFERENCE])
        return {"chromium": browsers[0].version, "rounds": rounds, "variants": results}


def _medians(runs: list[dict[str, Any]]) -> dict[str, Any]:
    decode = [statistics.median(run["decode"][place] for run in runs) for place in range(len(CONTEXTS))]
    return {
        "prefill": statistics.median(run["prefill"] for run in runs),
        "decode": dict(zip(CONTEXTS, decode, strict=True)),
    }


def ratios(measured: Mapping[str, Any], reference: Mapping[str, Any]) -> dict[str, float]:
    """What `BARS` limits."""
    found = {name: measured[name] / reference[name] for name in ("create", "prefill")}
    found |= {f"decode {context}": measured["decode"][context] / reference["decode"][context] for context in CONTEXTS}
    return found | {"growth": measured["decode"][CONTEXTS[-1]] / measured["decode"][CONTEXTS[0]]}


def run(shape: str, artifacts: Path, site_src: Path, say: Callable[[str], None] = print) -> dict[str, Any]:
    """Make what is missing below ``artifacts``/bench and measure it."""
    from glassformer.benchmark import random_checkpoint

    folder = artifacts / "bench" / shape
    model = folder / "site/models/bench"
    if not (model / "manifest.json").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make_model(random_checkpoint(shape, folder / "checkpoint"), model, say)
        shutil.rmtree(folder / "checkpoint")
    make_site(site_src, folder / "site")
    runtime = json.loads((site_src / "node_modules/onnxruntime-web/package.json").read_text(encoding="utf-8"))
    machine = {"system": platform.platform(terse=True), "machine": platform.machine(), "cores": os.cpu_count()}
    measured = measure(folder / "site", say)
    return {"shape": shape, "machine": machine, "onnxruntime_web": runtime["version"], **measured}


def print_results(results: Mapping[str, Any]) -> None:
    for name, measured in results["variants"].items():
        decode = ", ".join(f"{time:.0f}" for time in measured["decode"].values())
        print(
            f"{name:5} create {measured['create']:6.0f} ms, prefill {measured['prefill']:5.0f} ms, decode {decode} ms"
        )
        memory = ", ".join(f"{state} {size:.2f}" for state, size in measured["gigabytes"].items())
        print(f"      GB: {memory}")
        if name != REFERENCE:
            print("      " + ", ".join(_against_bar(bar, measured["ratios"][bar]) for bar in BARS))


def _against_bar(bar: str, ratio: float) -> str:
    return f"{bar} {ratio:.2f} ({'over' if ratio > BARS[bar] else 'within'} {BARS[bar]})"


def check(results: Mapping[str, Any]) -> None:
    """Raises GlassformerError where a product fell back into the slow quantized kernel, some ten times slower."""
    for name, measured in results["variants"].items():
        if measured["ratios"]["decode 16"] > 4:
            raise GlassformerError(f"{name} decodes {measured['ratios']['decode 16']:.0f} times slower than fp32")


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench engine", description=str(__doc__).partition("\n")[0])
    parser.add_argument("--out", type=Path, help="where the figures go as JSON (default: content/speed.json)")
    options = parser.parse_args()
    paths = Paths(find_root())
    results = run("gpt2", paths.artifacts, paths.site_src, lambda text: print(text, flush=True))
    print_results(results)
    content = json.dumps(results, sort_keys=True, indent=1).encode() + b"\n"
    write_atomically(options.out or paths.content / "speed.json", content)
    check(results)


if __name__ == "__main__":
    main()
