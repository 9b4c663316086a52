"""The model for notebooks: ``glassformer.load("embedded").trace("The cat sat on the")["pattern"]``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from glassformer import checkpoint, steps, trace
from glassformer.config import EMBEDDED, ModelConfig, Paths, find_root
from glassformer.runner import GraphRunner
from glassformer.schema import Field, fields
from glassformer.vocabulary import Vocabulary

if TYPE_CHECKING:
    import xarray


@dataclass(frozen=True)
class NamedTensor:
    """A NumPy array with the names of its dimensions, its unit and its meaning."""

    name: str
    dims: tuple[str, ...]
    data: NDArray[Any]
    unit: str
    meaning: str

    def to_xarray(self) -> xarray.DataArray:
        """The same as an xarray.DataArray. Raises ImportError when xarray is not installed."""
        import xarray

        attributes = {"units": self.unit, "long_name": self.meaning}
        return xarray.DataArray(self.data, dims=self.dims, name=self.name, attrs=attributes)


class TraceResult(Mapping[str, NamedTensor]):
    """Every tensor of one text, by the contract's names, stacked over layers."""

    def __init__(self, result: trace.Trace, tokens: list[str]) -> None:
        self.text, self.ids, self.tokens = result.text, result.ids, tokens
        self._tensors = {field.name: _named(field, result.core[field.name]) for field in fields("core")}
        for field in fields("detail"):
            self._tensors[field.name] = _named(field, np.stack([layer[field.name] for layer in result.layers]))

    def __getitem__(self, name: str) -> NamedTensor:
        if name not in self._tensors:
            raise KeyError(f"{name}: no such tensor; there are {', '.join(self._tensors)}")
        return self._tensors[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)


class Model:
    """A checkpoint that runs in onnxruntime, in fp32."""

    def __init__(self, runner: GraphRunner, vocabulary: Vocabulary) -> None:
        self._runner, self._vocabulary = runner, vocabulary

    @property
    def config(self) -> ModelConfig:
        return self._runner.config

    def trace(self, text: str) -> TraceResult:
        """Run ``text`` and return every internal tensor. Raises GlassformerError for no or too many tokens."""
        result = trace.trace(self._runner, self._vocabulary, text)
        return TraceResult(result, [self._vocabulary.display(token) for token in result.ids])


def load(ref: str = EMBEDDED, *, allow_pickle: bool = False) -> Model:
    """The model ``ref`` (``embedded``, a folder, or a hub id), exported first if need be.

    Raises GlassformerError, one line, when the checkpoint cannot be had or is no GPT-2.
    """
    found = checkpoint.load(ref, allow_pickle=allow_pickle)
    paths = Paths(find_root())
    steps.export_step(paths, found).run()
    return Model(GraphRunner(paths.graph(found.slug), found.config), Vocabulary(found.tokenizer))


def _named(field: Field, data: NDArray[Any]) -> NamedTensor:
    return NamedTensor(field.name, field.dims, data, field.unit, field.meaning)
