"""The files of a checkpoint's folder: which hold the weights, and how they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from glassformer.errors import GlassformerError

CONFIG_FILE = "config.json"
TOKENIZER_FILE = "tokenizer.json"
WEIGHTS_FILE = "model.safetensors"
PICKLE_FILE = "pytorch_model.bin"
FLOATS = ("BF16", "F16", "F32", "F64")
PREFIX = "transformer."
# Causal masks, which old checkpoints store among the weights.
MASKS = (".attn.bias", ".attn.masked_bias")

Weights = dict[str, NDArray[np.float32]]
Shapes = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class WeightFiles:
    """``main``: the one file, or the index of ``parts``."""

    main: Path
    parts: tuple[Path, ...]

    @property
    def all(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys((self.main, *self.parts)))

    @staticmethod
    def find(folder: Path, *, allow_pickle: bool) -> WeightFiles:
        """The weights in ``folder``: safetensors, whole or sharded; a pickle only if allowed, as it can run code."""
        names = [WEIGHTS_FILE, *([PICKLE_FILE] if allow_pickle else [])]
        for name in names:
            if (whole := folder / name).is_file():
                return WeightFiles(whole, (whole,))
            if (index := folder / f"{name}.index.json").is_file():
                return WeightFiles(index, _shards(index))
        if any((folder / name).is_file() for name in (PICKLE_FILE, f"{PICKLE_FILE}.index.json")):
            raise GlassformerError(
                f"{folder}: {PICKLE_FILE} is a pickle, which can run code when read; allowed: {WEIGHTS_FILE}, "
                "or --allow-pickle if you trust its author"
            )
        raise GlassformerError(f"{folder}: no weights; needed: {WEIGHTS_FILE} or {WEIGHTS_FILE}.index.json")


def _shards(index: Path) -> tuple[Path, ...]:
    names = sorted(set(read_json(index).get("weight_map", {}).values()))
    if not names:
        raise GlassformerError(f"{index}: weight_map names no file")
    for name in names:
        if Path(name).name != name:
            raise GlassformerError(f"{index}: {name!r} is outside of the checkpoint's folder")
        if not (index.parent / name).is_file():
            raise GlassformerError(f"{index.parent / name}: missing; {index.name} lists {len(names)} files")
    return tuple(index.parent / name for name in names)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file of a checkpoint. Raises GlassformerError if it is missing or something else."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        needed = f"{CONFIG_FILE}, {TOKENIZER_FILE} and weights"
        raise GlassformerError(f"{path}: missing; a checkpoint's folder holds {needed}") from error
    except (ValueError, OSError) as error:
        raise GlassformerError(f"{path}: not readable as JSON ({error})") from error
    if not isinstance(value, dict):
        raise GlassformerError(f"{path}: a JSON {type(value).__name__}, expected an object")
    return value


def read_weights(files: WeightFiles, shapes: Shapes) -> Weights:
    """The tensors named in ``shapes``, and ``lm_head.weight`` if it is stored, in float32.

    Raises GlassformerError if one is missing, unknown, of another shape, or not finite.
    """
    weights: Weights = {}
    for part in files.parts:
        read = _read_safetensors if part.suffix == ".safetensors" else _read_pickle
        for stored_name, array in read(part):
            name = stored_name.removeprefix(PREFIX)
            if name not in shapes:
                raise GlassformerError(f"{part}: tensor {stored_name!r} is not one of GPT-2's")
            if array.shape != shapes[name]:
                expected = f"{CONFIG_FILE} asks for {list(shapes[name])}"
                raise GlassformerError(f"{part}: {stored_name} has shape {list(array.shape)}, {expected}")
            with np.errstate(over="ignore"):  # a float64 beyond float32 becomes infinite, which the next line reports
                single = np.ascontiguousarray(array, dtype=np.float32)
            if not np.isfinite(single).all():
                raise GlassformerError(f"{part}: {stored_name} holds {_first_odd(single)}; every weight must be finite")
            weights[name] = single
    missing = shapes.keys() - weights.keys() - {"lm_head.weight"}
    if missing:
        raise GlassformerError(f"{files.main}: {len(missing)} tensors are missing, {min(missing)} among them")
    return dict(sorted(weights.items()))


def _first_odd(array: NDArray) -> str:
    place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
    return f"{array[place]} at {list(place)}"


def _read_safetensors(path: Path) -> Iterator[tuple[str, NDArray]]:
    try:
        with safe_open(path, framework="np") as file:
            dtypes = {name: file.get_slice(name).get_dtype() for name in file.keys() if not name.endswith(MASKS)}  # noqa: SIM118
        for name, dtype in dtypes.items():
            if dtype not in FLOATS:
                raise GlassformerError(f"{path}: {name} is stored as {dtype}; allowed: {', '.join(FLOATS)}")
        # NumPy has no bfloat16, PyTorch does; it is imported only for such files, as that takes seconds.
        brain_floats = "BF16" in dtypes.values()
        with safe_open(path, framework="pt" if brain_floats else "np") as file:
            for name in sorted(dtypes):
                tensor = file.get_tensor(name)
                yield name, tensor.float().numpy() if brain_floats else tensor
    except SafetensorError as error:
        raise GlassformerError(f"{path}: damaged or not a safetensors file ({error})") from error


def _read_pickle(path: Path) -> Iterator[tuple[str, NDArray]]:
    import torch

    try:
        tensors = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch.load raises whatever the pickle's content makes it raise
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise GlassformerError(f"{path}: not readable as PyTorch weights ({reason})") from error
    for name, tensor in sorted(tensors.items()):
        if not name.endswith(MASKS):
            yield name, tensor.float().numpy()
