"""The model for notebooks: ``glassformer.load("embedded").trace("The cat sat on the")["pattern"]``."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from glassformer import checkpoint, steps, trace, trace_ablation
from glassformer.checkpoint import Checkpoint
from glassformer.config import EMBEDDED, ModelConfig, Paths, find_root
from glassformer.model_weights import named_weights
from glassformer.named_tensors import NamedTensors, of_layers, of_level
from glassformer.runner import GraphRunner
from glassformer.trace_precision import REFERENCE, Precisions
from glassformer.trace_weights import WeightsPicker
from glassformer.vocabulary import Vocabulary


class TraceResult(NamedTensors):
    """Every tensor of one text, by the contract's names, stacked over layers."""

    def __init__(self, recorded: trace.Trace, tokens: list[str]) -> None:
        self.text, self.ids, self.tokens = recorded.text, recorded.ids, tokens
        self.recorded = recorded
        super().__init__([*of_level("core", recorded.core), *of_layers("detail", recorded.layers)])


class Traces(tuple[TraceResult, ...]):
    """The traces of several texts, and how long they took together."""

    seconds: float

    @property
    def prompts_per_second(self) -> float:
        return len(self) / self.seconds


class Model:
    """A checkpoint that runs in onnxruntime, in fp32."""

    def __init__(self, found: Checkpoint, paths: Paths) -> None:
        self._checkpoint, self._paths = found, paths
        self._runner = GraphRunner(paths.graph(found.slug), found.config)
        self._vocabulary = Vocabulary(found.tokenizer)

    @property
    def config(self) -> ModelConfig:
        return self._runner.config

    def trace(self, text: str) -> TraceResult:
        """Run ``text`` and return every internal tensor. Raises GlassformerError for no or too many tokens."""
        recorded = trace.trace(self._runner, self._vocabulary, text)
        return TraceResult(recorded, [self.token(token) for token in recorded.ids])

    def traces(self, texts: Iterable[str]) -> Traces:
        """Run several texts, one after the other; raises as `trace` does, before any of them runs."""
        texts = list(texts)
        for text in texts:
            trace.encode_text(self._vocabulary, text, self.config.n_ctx)
        start = time.monotonic()
        results = Traces(map(self.trace, texts))
        results.seconds = time.monotonic() - start
        return results

    def token(self, token: int) -> str:
        """A token as the site shows it."""
        return self._vocabulary.display(int(token))

    def weights(self) -> NamedTensors:
        """Every weight, under TransformerLens's names, stacked over layers and cut into heads."""
        return NamedTensors(named_weights(self._checkpoint))

    def worked_weights(self, text: str | TraceResult) -> NamedTensors:
        """What the figures take single numbers of this text apart with: of the contract's levels for weights.

        The rows of the embeddings, a column of W_Q, W_K and W_V per head, the most active neurons with the tokens that
        they write towards, and the nearest tokens.
        """
        recorded = self._traced(text).recorded
        worked = self._picker.pick(recorded)
        return NamedTensors([*of_level("weights", worked.whole), *of_layers("layer_weights", worked.layers)])

    def precisions(self, text: str | TraceResult) -> NamedTensors:
        """The text's prediction in fp32 and by each variant, the dimension *precision* labelled with their names.

        Makes the variants first if need be, which takes minutes for a model of GPT-2 small's size.
        """
        steps.variants_step(self._paths, self._checkpoint).run()
        compared = Precisions(self._paths.variants(self._checkpoint.slug))
        (tensors,) = compared.compare({"": self._traced(text).recorded}).values()
        return NamedTensors(of_level("precision", tensors, {"precision": [REFERENCE, *compared.names]}))

    def ablations(self, text: str | TraceResult) -> NamedTensors:
        """The text's prediction without each part of the model, the dimension *removal* labelled with the parts."""
        tensors = trace_ablation.ablations(self._runner, self._traced(text).recorded)
        return NamedTensors(of_level("ablation", tensors, {"removal": list(trace_ablation.removals(self.config))}))

    def _traced(self, text: str | TraceResult) -> TraceResult:
        return self.trace(text) if isinstance(text, str) else text

    @cached_property
    def _picker(self) -> WeightsPicker:
        return WeightsPicker(self._checkpoint.config, self._checkpoint.weights, self._checkpoint.seen)


def load(ref: str | Path = EMBEDDED, *, allow_pickle: bool = False) -> Model:
    """The model ``ref`` (``embedded``, a folder, or a hub id), exported first if need be.

    Raises GlassformerError, one line, when the checkpoint cannot be had or is no GPT-2.
    """
    found = checkpoint.load(str(ref), allow_pickle=allow_pickle)
    paths = Paths(find_root())
    steps.export_step(paths, found).run()
    return Model(found, paths)
