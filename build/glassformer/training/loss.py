"""Cross-entropy over the vocabulary, whole or sampled.

The sampled partition function is Z = sum over the frequent tokens of exp(logit) + mean over n sampled others of
exp(logit) / q, q being the probability to draw them: an unbiased estimate of the whole sum, so the logits it trains are
those of the full softmax (importance sampling as in Jean et al. 2015, arXiv:1412.2007, with the frequent part exact).
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

# How flat the tail is drawn: 1 is by frequency, 0 uniformly.
TAIL_POWER = 0.75


@dataclass(frozen=True)
class Candidates:
    """The tokens a softmax runs over in one step."""

    ids: Tensor  # [n_candidate] int64
    log_weight: Tensor  # [n_candidate] float32, added to their logits


class Sampler:
    """Draws candidates: the `n_frequent` most frequent seen tokens, and `n_sampled` of the other seen tokens."""

    def __init__(self, counts: np.ndarray, n_frequent: int, n_sampled: int, seed: int) -> None:
        seen = np.flatnonzero(counts)
        order = seen[np.argsort(-counts[seen], kind="stable")]
        self.seed = seed
        self.n_sampled = n_sampled if n_frequent < len(order) else 0
        self.frequent = order[:n_frequent] if n_sampled else order
        self.tail = order[n_frequent:] if n_sampled else order[:0]
        q = counts[self.tail].astype(np.float64) ** TAIL_POWER
        self.q = q / q.sum() if len(q) else q
        self._cumulative = np.cumsum(self.q)

    def draw(self, step: int) -> Candidates:
        """The candidates of `step`: a function of the seed and the step."""
        rng = np.random.default_rng((self.seed, 2, step))
        log_weight = np.zeros(len(self.frequent), dtype=np.float32)
        if not self.n_sampled:
            return Candidates(torch.from_numpy(self.frequent), torch.from_numpy(log_weight))
        drawn = np.searchsorted(self._cumulative, rng.random(self.n_sampled) * self._cumulative[-1], side="right")
        drawn = np.minimum(drawn, len(self.tail) - 1)
        tail_weight = -np.log(self.q[drawn] * self.n_sampled).astype(np.float32)
        ids = np.concatenate([self.frequent, self.tail[drawn]])
        return Candidates(torch.from_numpy(ids), torch.from_numpy(np.concatenate([log_weight, tail_weight])))


def cross_entropy(
    hidden: Tensor, target_rows: Tensor, candidate_rows: Tensor, log_weight: Tensor, is_target: Tensor, weight: Tensor
) -> Tensor:
    """Mean nats per token of weight 1. hidden, target_rows [n, d_model]; candidate_rows [n_candidate, d_model].

    is_target [n, n_candidate] marks candidates that are the target itself: it counts once, exactly.
    """
    logits = (hidden @ candidate_rows.to(hidden.dtype).T).float() + log_weight  # [n, n_candidate]
    logits = logits.masked_fill(is_target, float("-inf"))
    target = (hidden.float() * target_rows.float()).sum(-1)  # [n]
    log_z = torch.logaddexp(logits.logsumexp(-1), target)
    return ((log_z - target) * weight).sum() / weight.sum()
