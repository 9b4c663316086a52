"""The model's shape, and where artefacts lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from glassformer.errors import GlassformerError

EMBEDDED = "embedded"  # id of the model that comes with the project


GRAPH_FILE = "model.onnx"


@dataclass(frozen=True)
class ModelConfig:
    """Shape of a GPT-2, in TransformerLens's names."""

    n_layer: int
    n_head: int
    d_model: int
    d_head: int
    d_mlp: int
    d_vocab: int
    n_ctx: int
    layer_norm_epsilon: float = 1e-5

    @staticmethod
    def from_hf(config: Mapping[str, Any]) -> ModelConfig:
        """Read the fields of a Hugging Face `config.json` with ``model_type`` gpt2.

        Raises GlassformerError when a field is missing or the heads do not divide the width.
        """
        try:
            n_head, d_model = int(config["n_head"]), int(config["n_embd"])
            if n_head < 1 or d_model % n_head:
                raise GlassformerError(f"config.json: n_embd {d_model} is not a multiple of n_head {n_head}")
            return ModelConfig(
                n_layer=int(config["n_layer"]),
                n_head=n_head,
                d_model=d_model,
                d_head=d_model // n_head,
                d_mlp=int(config.get("n_inner") or 4 * d_model),
                d_vocab=int(config["vocab_size"]),
                n_ctx=int(config["n_positions"]),
                layer_norm_epsilon=float(config.get("layer_norm_epsilon", 1e-5)),
            )
        except KeyError as error:
            raise GlassformerError(f"config.json: field {error} is missing") from error

    def as_json(self) -> dict[str, int | float]:
        return asdict(self)

    def parameters(self, *, tied: bool = True) -> int:
        """Number of weights; a tied unembedding is the token embedding and counts once."""
        block = 4 * self.d_model**2 + 2 * self.d_model * self.d_mlp + 9 * self.d_model + self.d_mlp
        embeddings = (self.d_vocab * (1 if tied else 2) + self.n_ctx) * self.d_model
        return embeddings + self.n_layer * block + 2 * self.d_model

    def removals(self) -> int:
        """How many parts can be removed: heads, MLPs, the positions, the causal mask."""
        return self.n_layer * (self.n_head + 1) + 2


@dataclass(frozen=True)
class Paths:
    """Where the artefacts of a project lie; ``root`` is the repository's root."""

    root: Path

    @property
    def artifacts(self) -> Path:
        return self.root / "model_artifacts"

    @property
    def embedded(self) -> Path:
        return self.artifacts / EMBEDDED

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def prompts(self) -> Path:
        return self.content / "prompts.yml"

    @property
    def site_src(self) -> Path:
        return self.root / "site_src"

    @property
    def figures(self) -> Path:
        return self.artifacts / "figures"

    @property
    def formulas(self) -> Path:
        return self.artifacts / "formulas"

    @property
    def site(self) -> Path:
        return self.root / "site"

    def onnx(self, slug: str) -> Path:
        return self.artifacts / "onnx" / slug

    def graph(self, slug: str) -> Path:
        """The fp32 graph; its weights lie beside it."""
        return self.onnx(slug) / GRAPH_FILE

    def variants(self, slug: str) -> Path:
        return self.artifacts / "variants" / slug

    def traces(self, slug: str) -> Path:
        return self.artifacts / "traces" / slug

    def report(self, slug: str) -> Path:
        return self.artifacts / "reports" / f"{slug}.json"


def find_root(start: Path | None = None) -> Path:
    """The project's root: the closest folder above ``start`` that holds mkdocs.yml, else this checkout."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "content").is_dir():
            return folder
    return Path(__file__).resolve().parents[2]
