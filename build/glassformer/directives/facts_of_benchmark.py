"""GPT-2 small's sizes, as `scripts/bench` measured them: pages can tell them without building that model."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from glassformer.errors import GlassformerError

FP32_BYTES = 4


def benchmark_record(content: Path) -> Mapping[str, Any]:
    """What was measured of GPT-2 small's shape. Raises GlassformerError when it was not."""
    path = content / "benchmark.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))["shapes"]["gpt2"]
    except (FileNotFoundError, KeyError) as error:
        raise GlassformerError(f"{path}: nothing measured of gpt2's shape; run scripts/bench gpt2") from error


BENCHMARK_FACTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "gpt2_fp32_megabytes": lambda gpt2: f"{gpt2['parameters'] * FP32_BYTES / 1e6:.0f} MB",
    "gpt2_q8_megabytes": lambda gpt2: f"{gpt2['megabytes']['q8']:.0f} MB",
    "gpt2_q4_megabytes": lambda gpt2: f"{gpt2['megabytes']['q4']:.0f} MB",
}
