"""How far a variant's predictions are from the reference's, in the measures of the fidelity report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassformer.trace import log_sum_exp, top


@dataclass
class Fidelity:
    """Sums over positions; `summary` gives the means. Feed it logits ``[position, vocab]`` of the same tokens."""

    positions: int = 0
    max_logit_difference: float = 0.0
    _sums: dict[str, float] = field(default_factory=dict)

    def add(self, logits: NDArray[np.float32], reference: NDArray[np.float32], nexts: Sequence[int]) -> None:
        """Compare one text; ``nexts`` are the tokens that follow positions 0 .. len(nexts) - 1."""
        ours, theirs = log_probs(logits), log_probs(reference)
        difference = np.abs(logits - reference)
        best, best_reference = top(logits, 10), top(reference, 10)
        here = np.arange(len(nexts))
        self.positions += len(logits)
        self.max_logit_difference = max(self.max_logit_difference, float(difference.max()))
        self._sum("logit_difference", difference.mean(-1))
        self._sum("kl", divergence(theirs, ours))
        self._sum("top_1", best[:, 0] == best_reference[:, 0])
        self._sum("top_10", [len(np.intersect1d(a, b)) / 10 for a, b in zip(best, best_reference, strict=True)])
        self._sum("nll", -ours[here, list(nexts)])
        self._sum("nll_reference", -theirs[here, list(nexts)])
        self._sums["nexts"] = self._sums.get("nexts", 0) + len(nexts)

    def summary(self) -> dict[str, Any]:
        """Means over positions: KL(reference || variant) in nats, agreement of the top tokens, perplexities."""
        return {
            "positions": self.positions,
            "max_logit_difference": rounded(self.max_logit_difference),
            "mean_logit_difference": rounded(self._sums["logit_difference"] / self.positions),
            "kl": rounded(self._sums["kl"] / self.positions),
            "top_1_agreement": rounded(self._sums["top_1"] / self.positions),
            "top_10_agreement": rounded(self._sums["top_10"] / self.positions),
            "perplexity": rounded(float(np.exp(self._sums["nll"] / self._sums["nexts"]))),
            "perplexity_reference": rounded(float(np.exp(self._sums["nll_reference"] / self._sums["nexts"]))),
        }

    def _sum(self, name: str, values: Any) -> None:
        self._sums[name] = self._sums.get(name, 0.0) + float(np.sum(values, dtype=np.float64))


def rounded(value: float) -> float:
    """Four significant digits: a report is for reading."""
    return float(f"{value:.4g}")


def divergence(reference: NDArray[np.float64], ours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kullback-Leibler divergence KL(reference || ours) in nats, from log-probabilities over the last axis."""
    return (np.exp(reference) * (reference - ours)).sum(-1)


def log_probs(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Logits as log-probabilities over the whole vocabulary."""
    return logits.astype(np.float64) - log_sum_exp(logits)[:, None]
