"""Numbers in prose: ``{gf n_head}`` and ``{gf sink_heads cat-sat}`` are filled in from the traces at build time.

A text that quotes the model so cannot fall behind it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from glassformer.directives.catalog import Catalog, ModelTraces, Prompt
from glassformer.directives.measure import HEAD_TYPES, attention_pattern, strongest_head
from glassformer.errors import GlassformerError

FACT = r"\{gf (?P<name>[\w-]+)(?: (?P<prompt>[\w-]+))?\}"

MODEL_FACTS: Mapping[str, Callable[[ModelTraces], str]] = {
    **{name: lambda model, name=name: f"{model.config.as_json()[name]:,}" for name in
       ("n_layer", "n_head", "d_model", "d_head", "d_mlp", "d_vocab", "n_ctx")},
    "heads": lambda model: f"{model.config.n_layer * model.config.n_head:,}",
    "last_head": lambda model: str(model.config.n_head - 1),
    "parameters_millions": lambda model: f"{model.config.parameters() / 1e6:.1f} million",
    "sqrt_d_head": lambda model: f"{math.sqrt(model.config.d_head):.2f}",
}  # fmt: skip


def _sink_heads(model: ModelTraces, prompt: Prompt) -> str:
    """How many heads give the last token's largest weight to the first token."""
    last_rows = attention_pattern(model.folder / prompt.core)[:, :, -1]
    return str(int((last_rows.argmax(-1) == 0).sum()))


def _strongest_mean(head_type: str) -> Callable[[ModelTraces, Prompt], str]:
    return lambda model, prompt: f"{strongest_head(head_type, model.folder / prompt.core).mean:.0%}"


PROMPT_FACTS: Mapping[str, Callable[[ModelTraces, Prompt], str]] = {
    "n_token": lambda model, prompt: str(len(prompt.tokens)),
    "sink_heads": _sink_heads,
    **{head_type: _strongest_mean(head_type) for head_type in HEAD_TYPES},
}


def fact(name: str, prompt: str | None, catalog: Catalog) -> str:
    """One number of the build's first model as text. Raises GlassformerError for an unknown fact or prompt."""
    traces = catalog.model(catalog.default)
    if name in MODEL_FACTS:
        return MODEL_FACTS[name](traces)
    if name not in PROMPT_FACTS:
        raise GlassformerError(f"unknown fact {name!r}; there are: {', '.join((*MODEL_FACTS, *PROMPT_FACTS))}")
    if prompt is None or prompt not in traces.prompts:
        raise GlassformerError(f"fact {name} of unknown prompt {prompt!r}; there are: {', '.join(traces.prompts)}")
    return PROMPT_FACTS[name](traces, traces.prompts[prompt])
