"""What there is to draw: the models and prompts that have traces."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from glassformer.config import EMBEDDED, ModelConfig, Paths
from glassformer.errors import GlassformerError
from glassformer.published import Published
from glassformer.schema import schema_hash

LARGEST = "largest"  # stands for a model's id where a page wants the best that the build has


@dataclass(frozen=True)
class Prompt:
    """One traced text: its tokens' strings and the files, relative to the model's folder, that hold its tensors.

    ``stages`` are those of the training's checkpoints; none where training did not follow the text.
    """

    id: str
    text: str
    tokens: tuple[str, ...]
    core: str
    layers: tuple[str, ...]
    weights: tuple[str, ...]
    continuation: tuple[str, ...] = ()
    ablation: tuple[str, ...] = ()
    precision: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """All of them."""
        asked_for = (*self.continuation, *self.ablation, *self.precision, *self.stages)
        return (self.core, *self.layers, *self.weights, *asked_for)


@dataclass(frozen=True)
class ModelTraces:
    """One model's traces, as its ``index.json`` lists them."""

    slug: str
    folder: Path
    name: str
    variant: str
    config: ModelConfig
    prompts: Mapping[str, Prompt]


@dataclass(frozen=True)
class Catalog:
    """The traces below ``root`` (one folder a model), of all models or only of the ``published`` ones."""

    root: Path
    published: tuple[str, ...] | None = None

    @staticmethod
    def of_site(paths: Paths) -> Catalog:
        """What the pages of a project may draw."""
        return Catalog(paths.artifacts / "traces", Published.read(paths).models)

    @cached_property
    def models(self) -> tuple[str, ...]:
        traced = sorted(path.parent.name for path in self.root.glob("*/index.json"))
        return tuple(slug for slug in traced if self.published is None or slug in self.published)

    @property
    def default(self) -> str:
        """The model of a figure that names none: the first one of the build."""
        return (self.published or (EMBEDDED,))[0]

    @property
    def largest(self) -> str:
        """The model with the most parameters."""
        sizes = {slug: _read_index(self.root / slug).config.parameters() for slug in self.models}
        return max(self.models, key=sizes.__getitem__, default=self.default)

    def model(self, name: str) -> ModelTraces:
        """The traces of a model, by its id or its folder's name, or of the `LARGEST`.

        Raises GlassformerError for a model without traces, and for traces of another schema.
        """
        slug = self.largest if name == LARGEST else name.replace("/", "--")
        if slug not in self.models:
            raise GlassformerError(f"model {name!r} has no traces; there are: {', '.join(self.models) or 'none'}")
        return _read_index(self.root / slug)


def _read_index(folder: Path) -> ModelTraces:
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    if index["schema_hash"] != schema_hash():
        raise GlassformerError(
            f"{folder / 'index.json'}: schema {index['schema_hash']}, this version reads {schema_hash()}; "
            "run `glassformer trace` again"
        )
    return ModelTraces(
        slug=folder.name,
        folder=folder,
        name=index["model"]["name"],
        variant=index["variant"],
        config=ModelConfig(**index["model"]["config"]),
        prompts={prompt["id"]: _prompt(prompt) for prompt in index["prompts"]},
    )


def _prompt(entry: Mapping[str, Any]) -> Prompt:
    return Prompt(
        id=entry["id"],
        text=entry["text"],
        tokens=tuple(entry["tokens"]),
        core=entry["core"],
        layers=tuple(entry["layers"]),
        weights=(entry["weights"], *entry["layer_weights"]),
        continuation=(entry["continuation"],),
        ablation=(entry["ablation"],) if entry["ablation"] else (),
        precision=(entry["precision"],) if entry["precision"] else (),
        stages=tuple(entry["stages"]),
    )
