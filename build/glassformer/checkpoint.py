"""A GPT-2 checkpoint: the embedded one, a local folder, or a model on the Hugging Face hub.

`load` reads and checks everything before any step of the pipeline starts; what it returns is a GPT-2 that runs.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml
from numpy.typing import NDArray

from glassformer import checkpoint_checks, checkpoint_hub
from glassformer.checkpoint_files import CONFIG_FILE, TOKENIZER_FILE, WeightFiles, read_json, read_weights
from glassformer.config import EMBEDDED, ModelConfig, Paths, find_root
from glassformer.errors import GlassformerError
from glassformer.files import sha256_of
from glassformer.seen_tokens import SEEN_FILE, load_seen

if TYPE_CHECKING:
    import torch

LICENCE_NOT_STATED = "not stated"
HUB_ID = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*(@[\w./-]+)?")


@dataclass(frozen=True)
class Origin:
    """Where a checkpoint comes from; ``folder`` holds its config.json, tokenizer.json and weights."""

    id: str
    name: str
    source: str
    licence: str
    folder: Path


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A checked GPT-2 checkpoint.

    ``weights``: float32, Hugging Face names without ``transformer.``; matrices are ``[inputs, outputs]``, embeddings
    ``[tokens, d_model]``. ``lm_head.weight`` is there only when the unembedding is not the token embedding.
    ``sha256`` is that of `sha256sum`'s lines for config.json, tokenizer.json and the weight files, sorted by name.
    """

    origin: Origin
    config: ModelConfig
    weights: dict[str, NDArray[np.float32]]
    sha256: str

    @property
    def id(self) -> str:
        """``embedded``, ``owner/name`` on the hub, or ``local/folder`` in plain characters."""
        return self.origin.id

    @property
    def slug(self) -> str:
        """The id as a folder's name: ``owner--name``."""
        return slug_of(self.id)

    @property
    def name(self) -> str:
        return self.origin.name

    @property
    def source(self) -> str:
        return self.origin.source

    @property
    def licence(self) -> str:
        return self.origin.licence

    @property
    def folder(self) -> Path:
        """What transformers' ``from_pretrained`` takes."""
        return self.origin.folder

    @property
    def tokenizer(self) -> Path:
        return self.folder / TOKENIZER_FILE

    @property
    def browser_files(self) -> dict[str, Path]:
        """The files that browsers read as they are, by the manifest's names; not every author tells the seen tokens."""
        files = {"tokenizer": self.tokenizer, "seen_tokens": self.folder / SEEN_FILE}
        return {name: path for name, path in files.items() if path.is_file()}

    @property
    def seen(self) -> NDArray[np.int64] | None:
        """Ids of the tokens that training saw; None where that is not known."""
        path = self.browser_files.get("seen_tokens")
        return path and load_seen(path, self.config.d_vocab)

    @property
    def lm_head(self) -> NDArray[np.float32] | None:
        """The unembedding ``[d_vocab, d_model]`` where it is not the token embedding."""
        return self.weights.get("lm_head.weight")

    def tensors(self) -> dict[str, torch.Tensor]:
        """`weights` as torch tensors, sharing their memory."""
        import torch

        return {name: torch.from_numpy(array) for name, array in self.weights.items()}

    def as_json(self) -> dict[str, object]:
        """What manifests, trace indexes and reports say of the model."""
        return {
            "id": self.id,
            "name": self.name,
            "source": self.source,
            "licence": self.licence,
            "sha256": self.sha256,
            "config": self.config.as_json(),
            "parameters": sum(array.size for array in self.weights.values()),
        }


def slug_of(model_id: str) -> str:
    return model_id.replace("/", "--")


def load(ref: str = EMBEDDED, *, allow_pickle: bool = False) -> Checkpoint:
    """Read and check the checkpoint ``ref``: ``embedded``, a folder, or a hub id ``owner/name[@revision]``.

    Raises GlassformerError, one line, when it cannot be had, is not a GPT-2, or is damaged.
    """
    return read(locate(ref, allow_pickle=allow_pickle), allow_pickle=allow_pickle)


def locate(ref: str, *, allow_pickle: bool = False) -> Origin:
    """Find the checkpoint's folder, downloading it from the hub if need be."""
    embedded = Paths(find_root()).embedded
    path = Path(ref).expanduser()
    if ref == EMBEDDED or (path.is_dir() and path.resolve() == embedded.resolve()):
        return Origin(EMBEDDED, "Glassformer embedded", "trained by this project's scripts/train", "MIT", embedded)
    if path.is_dir():
        name = path.resolve().name
        plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "model"  # it becomes part of addresses
        return Origin(f"local/{plain}", name, f"local folder {name}", _licence(path), path.resolve())
    if path.exists():
        raise GlassformerError(f"{ref}: a file; a local checkpoint is the folder that holds {CONFIG_FILE}")
    if HUB_ID.fullmatch(ref):
        repository, _, revision = ref.partition("@")
        folder, commit = checkpoint_hub.download(repository, revision or None, allow_pickle=allow_pickle)
        source = f"{checkpoint_hub.WEBSITE}/{repository}/tree/{commit}"
        return Origin(repository, repository, source, _licence(folder), folder)
    raise GlassformerError(
        f"{ref}: no such model; allowed: {EMBEDDED}, a local folder, or a hub id as in openai-community/gpt2"
    )


def read(origin: Origin, *, allow_pickle: bool = False) -> Checkpoint:
    """Read and check a checkpoint's folder."""
    folder = origin.folder
    hf_config = read_json(folder / CONFIG_FILE)
    config = checkpoint_checks.check_config(hf_config, folder / CONFIG_FILE)
    checkpoint_checks.check_tokenizer(folder / TOKENIZER_FILE, config.d_vocab)
    files = WeightFiles.find(folder, allow_pickle=allow_pickle)
    weights = read_weights(files, checkpoint_checks.expected_shapes(config))
    weights = checkpoint_checks.tie(weights, tied=hf_config.get("tie_word_embeddings", True), path=files.main)
    sha256 = _sha256([folder / CONFIG_FILE, folder / TOKENIZER_FILE, *files.all])
    checkpoint = Checkpoint(origin, config, weights, sha256)
    _ = checkpoint.seen  # refuses a list of seen tokens that is not of this vocabulary
    return checkpoint


def _sha256(paths: list[Path]) -> str:
    lines = [f"{sha256_of(path)}  {path.name}\n" for path in sorted(paths, key=lambda path: path.name)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _licence(folder: Path) -> str:
    """The ``license`` field in the front matter of the folder's README.md, as model cards have it."""
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8", errors="replace") if readme.is_file() else ""
    front_matter = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    try:
        fields = yaml.safe_load(front_matter[1]) if front_matter else None
    except yaml.YAMLError:
        fields = None
    licence = fields.get("license") if isinstance(fields, dict) else None
    return str(licence) if licence else LICENCE_NOT_STATED
