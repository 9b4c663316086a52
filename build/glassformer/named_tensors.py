"""NumPy arrays that know the names of their dimensions, and sets of them: what notebooks get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from glassformer.schema import Level, fields

if TYPE_CHECKING:
    import xarray


@dataclass(frozen=True, eq=False)
class NamedTensor:
    """A NumPy array with the names of its dimensions, its unit and its meaning.

    ``labels`` has a name for each index of the dimensions whose indices have names.
    """

    name: str
    dims: tuple[str, ...]
    data: NDArray[Any]
    unit: str
    meaning: str
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def to_xarray(self) -> xarray.DataArray:
        """The same as an xarray.DataArray. Raises ImportError when xarray is not installed."""
        import xarray

        attributes = {"units": self.unit, "long_name": self.meaning}
        return xarray.DataArray(self.data, self.labels, self.dims, self.name, attributes)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.data, dtype, copy=copy)


class NamedTensors(Mapping[str, NamedTensor]):
    """Tensors by name."""

    def __init__(self, tensors: Iterable[NamedTensor]) -> None:
        self._tensors = {tensor.name: tensor for tensor in tensors}

    def __getitem__(self, name: str) -> NamedTensor:
        if name not in self._tensors:
            raise KeyError(f"{name}: no such tensor; there are {', '.join(self._tensors)}")
        return self._tensors[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)

    def __repr__(self) -> str:
        rows = (f"{name} [{', '.join(t.dims)}] {t.data.shape}: {t.meaning}" for name, t in self._tensors.items())
        return "\n".join((f"{type(self).__name__} of {len(self)}:", *rows))

    def to_xarray(self) -> xarray.Dataset:
        """All of them as one xarray.Dataset. Raises ImportError when xarray is not installed."""
        import xarray

        return xarray.Dataset({name: tensor.to_xarray() for name, tensor in self._tensors.items()})


def of_level(
    level: Level, tensors: Mapping[str, NDArray[Any]], labels: Mapping[str, Sequence[str]] | None = None
) -> Iterator[NamedTensor]:
    """The tensors of one level of the contract, as the contract describes them."""
    for row in fields(level):
        here = {dim: names for dim, names in (labels or {}).items() if dim in row.dims}
        yield NamedTensor(row.name, row.dims, tensors[row.name], row.unit, row.meaning, here)


def of_layers(level: Level, layers: Sequence[Mapping[str, NDArray[Any]]]) -> Iterator[NamedTensor]:
    """The tensors of a level that has a file a layer, stacked over layers."""
    return of_level(level, {row.name: np.stack([layer[row.name] for layer in layers]) for row in fields(level)})
