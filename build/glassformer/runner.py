"""Runs an exported graph in onnxruntime: the fp32 graph, or a variant put together from its shards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from glassformer.config import ModelConfig
from glassformer.variant_files import joined_shards, unpacked

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Switches:
    """The graph's switches for experiments; `neutral` is GPT-2 as it is."""

    head_scale: NDArray[np.float32]  # [layer, head]
    mlp_scale: NDArray[np.float32]  # [layer]
    pos_embed_scale: float = 1.0
    causal: float = 1.0

    @staticmethod
    def neutral(config: ModelConfig) -> Switches:
        return Switches(np.ones((config.n_layer, config.n_head), np.float32), np.ones(config.n_layer, np.float32))

    def with_head(self, layer: int, head: int, scale: float) -> Switches:
        head_scale = self.head_scale.copy()
        head_scale[layer, head] = scale
        return replace(self, head_scale=head_scale)

    def with_mlp(self, layer: int, scale: float) -> Switches:
        mlp_scale = self.mlp_scale.copy()
        mlp_scale[layer] = scale
        return replace(self, mlp_scale=mlp_scale)


class GraphRunner:
    """One onnxruntime session on the CPU provider."""

    def __init__(self, path: Path, config: ModelConfig) -> None:
        options = ort.SessionOptions()
        options.log_severity_level = 3
        self.config = config
        self.session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def empty_cache(self) -> Arrays:
        """Keys and values of no token, each ``[1, head, 0, d_head]``."""
        empty = np.zeros((1, self.config.n_head, 0, self.config.d_head), np.float32)
        names = (f"past_key_values.{layer}.{part}" for layer in range(self.config.n_layer) for part in ("key", "value"))
        return dict.fromkeys(names, empty)

    def cache_outputs(self) -> list[str]:
        return [f"present.{layer}.{part}" for layer in range(self.config.n_layer) for part in ("key", "value")]

    def run(
        self,
        ids: Sequence[int],
        outputs: Sequence[str],
        *,
        cache: Arrays | None = None,
        rows: Sequence[tuple[int, int]] | None = None,
        switches: Switches | None = None,
    ) -> Arrays:
        """Run tokens after ``cache`` (as `continued` returns it); ``rows`` are (lens layer, position in ``ids``)."""
        switches = switches or Switches.neutral(self.config)
        feeds: Arrays = {
            "input_ids": np.array([ids], np.int64),
            "head_scale": switches.head_scale,
            "mlp_scale": switches.mlp_scale,
            "pos_embed_scale": np.array(switches.pos_embed_scale, np.float32),
            "causal": np.array(switches.causal, np.float32),
            "unembed_rows": np.array(rows or [(self.config.n_layer, len(ids) - 1)], np.int64).reshape(-1, 2),
            **(cache or self.empty_cache()),
        }
        results: Any = self.session.run(list(outputs), feeds)
        return dict(zip(outputs, results, strict=True))

    @staticmethod
    def continued(results: Arrays) -> Arrays:
        """The cache for the next call, out of a run that asked for `cache_outputs`."""
        return {
            name.replace("present.", "past_key_values."): array
            for name, array in results.items()
            if name.startswith("present.")
        }


def variant_providers(folder: Path, variant: str) -> list[str]:
    """The providers that a variant has graphs for, the one that the CPU runs fastest first."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return sorted(manifest["variants"][variant]["graphs"], key=("wasm", "webgpu").index)


@contextmanager
def variant_runner(folder: Path, variant: str, provider: str) -> Iterator[GraphRunner]:
    """A runner for a variant's ``provider`` graph (on the CPU), the files that it reads in a temporary folder."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    entry = manifest["variants"][variant]
    graph = entry["graphs"][provider]["file"]
    with TemporaryDirectory() as temporary:
        shutil.copyfile(folder / graph, Path(temporary) / graph)
        files = joined_shards(folder, entry)
        for name, content in files.items():
            (Path(temporary) / name).write_bytes(content)
        if provider == "wasm":
            for name, tensor in entry["tensors"].items():
                if "bits" in tensor:
                    unpacked(tensor, files).tofile(Path(temporary) / name)
        yield GraphRunner(Path(temporary) / graph, ModelConfig(**manifest["model"]["config"]))
