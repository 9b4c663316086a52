"""How long the pipeline takes and how much memory it needs, at the shapes of the GPT-2 family with random weights.

Each step is a `glassformer` command in a process of its own, in a project of its own. Seconds of processor time hardly
depend on what else the machine does; the seconds that pass do.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from glassformer import steps
from glassformer.checkpoint import load
from glassformer.checkpoint_files import TOKENIZER_FILE
from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError
from glassformer.files import write_atomically

SHAPES: Mapping[str, Mapping[str, Any]] = {
    "distilgpt2": {"n_layer": 6},
    "gpt2": {},
    "gpt2-medium": {"n_layer": 24, "n_head": 16, "n_embd": 1024},
}
COMMANDS = ("export", "variants", "trace", "verify")
PROMPTS_A_SECOND = re.compile(r"prompts, ([\d.]+) a second")


@dataclass(frozen=True)
class Measured:
    """One process: seconds that passed, seconds of all processors, and the most memory that it held."""

    seconds: float
    processor_seconds: float
    gigabytes: float


def random_checkpoint(shape: str, folder: Path) -> Path:
    """A checkpoint of a published shape with transformers' random weights and the embedded model's tokenizer."""
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(0)
    GPT2LMHeadModel(GPT2Config(**SHAPES[shape])).save_pretrained(folder)
    shutil.copyfile(Paths(find_root()).embedded / TOKENIZER_FILE, folder / TOKENIZER_FILE)
    return folder


def make_project(folder: Path, shape: str) -> Path:
    """A project in ``folder`` with this one's prompts and sample texts, and a checkpoint named for its shape."""
    ours = find_root()
    for name in (Path("mkdocs.yml"), Path("content/prompts.yml"), steps.HELDOUT, steps.CALIBRATION):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ours / name, folder / name)
    random_checkpoint(shape, folder / shape)
    return folder


def run(arguments: Sequence[str], folder: Path) -> tuple[Measured, str]:
    """Run ``glassformer`` in a project; returns what it took and what it wrote to stderr. Needs a POSIX system."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "glassformer", *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode()
    if process.returncode:
        raise GlassformerError(f"glassformer {' '.join(arguments)} ended with {process.returncode}: {lines.strip()}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    spent = round(usage.ru_utime + usage.ru_stime, 1)
    return Measured(round(time.monotonic() - start, 1), spent, round(kilobytes * 1024 / 1e9, 2)), lines


def measure(shape: str, folder: Path, commands: Sequence[str] = COMMANDS) -> dict[str, Any]:
    """Build the shape in an empty ``folder``; what each command took, prompts traced a second, and sizes."""
    model = load(str(make_project(folder, shape) / shape))
    results: dict[str, Any] = {"parameters": model.as_json()["parameters"], "commands": {}}
    for command in commands:
        measured, lines = run([command, "--model", shape], folder)
        results["commands"][command] = asdict(measured)
        if rate := PROMPTS_A_SECOND.search(lines):
            results["prompts_per_second"] = float(rate[1])
        if command == "variants":
            manifest = json.loads((Paths(folder).variants(model.slug) / "manifest.json").read_text(encoding="utf-8"))
            results["megabytes"] = {name: round(v["bytes"] / 1e6, 1) for name, v in manifest["variants"].items()}
    return results


def this_machine() -> dict[str, Any]:
    """What measurements are published with."""
    return {"system": platform.platform(terse=True), "machine": platform.machine(), "cores": os.cpu_count()}


def print_results(shape: str, results: Mapping[str, Any]) -> None:
    print(f"{shape}: {results['parameters'] / 1e6:.1f} M parameters; {results.get('megabytes', '')} MB")
    for command, taken in results["commands"].items():
        print(f"  {command:10} {taken['seconds']:7.1f} s {taken['processor_seconds']:7.1f} s of processor time "
              f"{taken['gigabytes']:6.2f} GB")  # fmt: skip
    if "prompts_per_second" in results:
        print(f"  {results['prompts_per_second']} prompts a second")


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=str(__doc__).partition("\n")[0])
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=f"{', '.join(SHAPES)} (default: gpt2)")
    parser.add_argument("--out", type=Path, help="where the figures go as JSON (default: content/benchmark.json)")
    options = parser.parse_args()
    for shape in (shapes := options.shapes or ["gpt2"]):
        if shape not in SHAPES:
            parser.error(f"no shape is called {shape}; there are {', '.join(SHAPES)}")
    results = {}
    for shape in shapes:  # each is kept as soon as it is measured: a large one takes a quarter of an hour
        with tempfile.TemporaryDirectory(prefix="glassformer-bench-") as folder:
            results[shape] = measure(shape, Path(folder))
        print_results(shape, results[shape])
        content = json.dumps({"machine": this_machine(), "shapes": results}, sort_keys=True, indent=1)
        write_atomically(options.out or Paths(find_root()).content / "benchmark.json", content.encode() + b"\n")


if __name__ == "__main__":
    main()
