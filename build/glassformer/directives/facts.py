"""Numbers in prose: ``{gf n_head}`` and ``{gf sink_heads cat-sat}`` are filled in from the traces at build time.

A text that quotes the model so cannot fall behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from glassformer.directives.catalog import Catalog
from glassformer.directives.facts_of_benchmark import BENCHMARK_FACTS, benchmark_record
from glassformer.directives.facts_of_model import MODEL_FACTS
from glassformer.directives.facts_of_prompt import PROMPT_FACTS
from glassformer.directives.facts_of_training import TRAINING_FACTS, training_record
from glassformer.errors import GlassformerError

FACT = r"\{gf (?P<name>[\w-]+)(?: (?P<prompt>[\w-]+))?\}"


def fill_in(text: str, catalog: Catalog, write: Callable[[str], str] = str) -> str:
    """A text with its facts filled in. Raises GlassformerError as `fact` does."""
    return re.sub(FACT, lambda found: write(fact(found["name"], found["prompt"], catalog)), text)


def fact(name: str, prompt: str | None, catalog: Catalog) -> str:
    """One number as text: of the build's first model, of the training of the embedded one, or of GPT-2 small.

    Raises GlassformerError for an unknown fact or prompt.
    """
    if name in TRAINING_FACTS:
        return TRAINING_FACTS[name](training_record(catalog.root.parent))
    if name in BENCHMARK_FACTS:
        return BENCHMARK_FACTS[name](benchmark_record(catalog.root.parents[1] / "content"))
    traces = catalog.model(catalog.default)
    if name in MODEL_FACTS:
        return MODEL_FACTS[name](traces.config)
    if name not in PROMPT_FACTS:
        known = ", ".join((*MODEL_FACTS, *PROMPT_FACTS, *TRAINING_FACTS, *BENCHMARK_FACTS))
        raise GlassformerError(f"unknown fact {name!r}; there are: {known}")
    if prompt is None or prompt not in traces.prompts:
        raise GlassformerError(f"fact {name} of unknown prompt {prompt!r}; there are: {', '.join(traces.prompts)}")
    return PROMPT_FACTS[name](traces.folder / traces.prompts[prompt].core)


def in_language(number: str, locale: str) -> str:
    """A fact as it is written in a language: English counts large numbers in millions, Chinese in 万 and 亿."""
    millions = re.fullmatch(r"([\d.]+) million", number)
    if locale != "zh" or not millions:
        return number
    value = float(millions[1]) * 1e6
    size, unit = (1e8, "亿") if value >= 1e8 else (1e4, "万")
    return f"{value / size:.4g} {unit}"
