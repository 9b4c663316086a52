"""What the site publishes: the models of the last build, and where readers fetch their weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from glassformer.config import EMBEDDED, Paths
from glassformer.errors import GlassformerError
from glassformer.files import write_atomically


@dataclass(frozen=True)
class Published:
    """``models``: slugs. ``models_url``: where the shards lie, in a folder a model; None = beside the site."""

    models: tuple[str, ...] = (EMBEDDED,)
    models_url: str | None = None

    @staticmethod
    def read(paths: Paths) -> Published:
        """What the last build chose; the embedded model where there has been none."""
        try:
            chosen = json.loads(published_file(paths).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Published()
        return Published(tuple(chosen["models"]), chosen["models_url"])

    def write(self, paths: Paths) -> None:
        write_atomically(published_file(paths), json.dumps(asdict(self), sort_keys=True, indent=1).encode() + b"\n")

    def shards_url(self, slug: str) -> str | None:
        """Address of the folder that holds a model's shards, where that is not the site's own."""
        return self.models_url and f"{self.models_url}{slug}/"


def published_file(paths: Paths) -> Path:
    return paths.artifacts / "published.json"


def checked_models_url(url: str) -> str:
    """``--models-url`` with a slash at its end. Raises GlassformerError for what no browser can fetch."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise GlassformerError(f"--models-url {url}: allowed: an address such as https://bucket.example.org/models/")
    return url.rstrip("/") + "/"
