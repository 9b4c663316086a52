"""Facts about the heads, measured on one prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from glassformer.directives.measure import HEAD_TYPES, attention_pattern, head_means, layer_tensors, strongest_head


def _sink_heads(core: Path) -> str:
    """How many heads give the last token's largest weight to the first token."""
    return str(int(_sinks(core).sum()))


def _sinks(core: Path) -> np.ndarray:
    return attention_pattern(core)[:, :, -1].argmax(-1) == 0


def _strongest_mean(head_type: str) -> Callable[[Path], str]:
    return lambda core: f"{strongest_head(head_type, core).mean:.0%}"


def _strongest_name(head_type: str) -> Callable[[Path], str]:
    """Block and head as the literature writes them: 4.11."""
    return lambda core: "{0.block}.{0.head}".format(strongest_head(head_type, core))


def _strongest_block(head_type: str) -> Callable[[Path], str]:
    return lambda core: str(strongest_head(head_type, core).block)


def _strongest_head(head_type: str) -> Callable[[Path], str]:
    return lambda core: str(strongest_head(head_type, core).head)


def _weakest_head(head_type: str) -> Callable[[Path], str]:
    """Of the strongest head's block, the one that measures lowest: what a question shows before it is answered."""
    return lambda core: str(int(head_means(head_type, core)[strongest_head(head_type, core).block].argmin()))


class ThinFlow(NamedTuple):
    """A head that gives the first token more of its weight than it gets from there."""

    block: int
    head: int
    weight: float
    flow: float


def thinnest_flow(core: Path) -> ThinFlow:
    """The head in which, at the last token, the first token's share of weight exceeds that of weight x |v| most."""
    weights = attention_pattern(core)[:, :, -1].astype(np.float64)  # [layer, head, key]
    flows = weights * np.linalg.norm(layer_tensors(core, "v"), axis=-1)
    shares = flows[..., 0] / flows.sum(-1)
    block, head = np.unravel_index((weights[..., 0] - shares).argmax(), shares.shape)
    return ThinFlow(int(block), int(head), float(weights[block, head, 0]), float(shares[block, head]))


FACTS_OF_HEADS: Mapping[str, Callable[[Path], str]] = {
    "sink_heads": _sink_heads,
    "sink_share": lambda core: f"{_sinks(core).mean():.0%}",
    **{head_type: _strongest_mean(head_type) for head_type in HEAD_TYPES},
    **{f"{head_type}-name": _strongest_name(head_type) for head_type in HEAD_TYPES},
    **{f"{head_type}-block": _strongest_block(head_type) for head_type in HEAD_TYPES},
    **{f"{head_type}-head": _strongest_head(head_type) for head_type in HEAD_TYPES},
    **{f"{head_type}-weakest": _weakest_head(head_type) for head_type in HEAD_TYPES},
    "thin-flow-block": lambda core: str(thinnest_flow(core).block),
    "thin-flow-head": lambda core: str(thinnest_flow(core).head),
    "thin_flow_weight": lambda core: f"{thinnest_flow(core).weight:.0%}",
    "thin_flow": lambda core: f"{thinnest_flow(core).flow:.0%}",
}
