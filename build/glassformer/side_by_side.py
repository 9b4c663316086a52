"""The same predictions at every precision: what the fidelity page shows beside its averages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassformer.fidelity import divergence, log_probs, rounded
from glassformer.trace import top
from glassformer.vocabulary import Vocabulary

TOKENS = 8  # of the reference's most probable ones
CONTEXT = 24  # tokens shown before the prediction


def side_by_side(
    ids: Sequence[int], logits: Mapping[str, NDArray[np.float32]], vocabulary: Vocabulary
) -> dict[str, dict[str, Any]]:
    """Two predictions of a text: where the coarsest precision is as far off as usual (the median), and the farthest.

    ``logits``: ``[position, vocab]`` of every precision, the reference first and the coarsest last.
    """
    distributions = {name: log_probs(values) for name, values in logits.items()}
    reference, *_, coarsest = distributions.values()
    order = np.argsort(divergence(reference, coarsest), kind="stable")
    places = {"typical": int(order[len(order) // 2]), "farthest": int(order[-1])}
    return {name: _prediction(ids, position, distributions, vocabulary) for name, position in places.items()}


def _prediction(
    ids: Sequence[int], position: int, distributions: Mapping[str, NDArray[np.float64]], vocabulary: Vocabulary
) -> dict[str, Any]:
    here = {name: values[position] for name, values in distributions.items()}
    reference = next(iter(here.values()))
    best = top(reference[None], TOKENS)[0]
    return {
        "text": "".join(vocabulary.display(token) for token in ids[max(0, position + 1 - CONTEXT) : position + 1]),
        "kl": {name: rounded(float(divergence(reference, values))) for name, values in here.items()},
        "tokens": [
            {"token": vocabulary.display(int(token)), **{n: rounded(float(np.exp(v[token]))) for n, v in here.items()}}
            for token in best
        ],
    }
