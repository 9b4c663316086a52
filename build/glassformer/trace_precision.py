"""The same prediction at every precision a reader may run the model at: what 8 and 4 bits cost one text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassformer import trace_file
from glassformer.fidelity import divergence, log_probs
from glassformer.runner import variant_providers, variant_runner
from glassformer.schema import BRIEF_TOP
from glassformer.trace import Trace, encode, top
from glassformer.vocabulary import Vocabulary

REFERENCE = "fp32"

Floats = NDArray[np.float32]


class Precisions:
    """The variants of a model, from fine to coarse, each run once over many texts."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the variants and their manifest."""
        self._folder = folder
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self._variants: dict[str, Any] = manifest["variants"]
        self._reference_bytes = 4 * manifest["model"]["parameters"]
        self.names = sorted(self._variants, key=lambda name: -self._variants[name]["bits"])

    def compare(self, traces: Mapping[str, Trace]) -> dict[str, trace_file.Tensors]:
        """The tensors of the level *precision* for each of ``traces``, by the same keys."""
        logits = {key: [traced.logits] for key, traced in traces.items()}
        for name in self.names:
            with variant_runner(self._folder, name, variant_providers(self._folder, name)[0]) as runner:
                for key, traced in traces.items():
                    logits[key].append(runner.run(traced.ids, ["logits"])["logits"][0])
        return {key: self._tensors(np.stack(rows)) for key, rows in logits.items()}

    def file(self, trace: Trace, tensors: trace_file.Tensors, vocabulary: Vocabulary, meta: dict[str, Any]) -> bytes:
        """One text's file; its metadata names the precisions in the order of the dimension *precision*."""
        named = {**meta, "precisions": [REFERENCE, *self.names]}
        return encode(trace, tensors, "precision", None, vocabulary, named)

    def _tensors(self, logits: Floats) -> trace_file.Tensors:
        """From ``logits [precision, vocab]``, the reference first."""
        distributions = log_probs(logits)  # [precision, vocab]
        best = top(logits, BRIEF_TOP)  # [precision, brief_top]
        sizes = [self._reference_bytes, *(self._variants[name]["bytes"] for name in self.names)]
        return {
            "megabytes": np.array(sizes, np.float32) / np.float32(1e6),
            "kl": np.maximum(divergence(distributions[0], distributions), 0).astype(np.float32),
            "compared_ids": best[0].astype(np.int32),
            "compared_log_probs": distributions[:, best[0]].astype(np.float32),
            "top_ids": best.astype(np.int32),
            "top_log_probs": np.take_along_axis(distributions, best, -1).astype(np.float32),
        }
