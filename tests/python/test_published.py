"""What the site publishes is what the last build was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from glassformer.config import Paths
from glassformer.errors import GlassformerError
from glassformer.published import Published, checked_models_url


def test_it_is_kept_between_commands(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    assert Published.read(paths) == Published(("embedded",), None)
    chosen = Published(("embedded", "a--b"), "https://example.org/")
    chosen.write(paths)
    assert Published.read(paths) == chosen


def test_each_model_has_a_folder_there() -> None:
    assert Published().shards_url("a--b") is None
    assert Published(models_url="https://example.org/m/").shards_url("a--b") == "https://example.org/m/a--b/"


@pytest.mark.parametrize("url", ["https://example.org/models", "https://example.org/models/", "http://10.0.0.2:8000"])
def test_addresses(url: str) -> None:
    assert checked_models_url(url) == url.rstrip("/") + "/"


@pytest.mark.parametrize("url", ["", "models", "//example.org", "ftp://example.org", "https://", "https://a.b/?key=1"])
def test_what_no_browser_can_fetch_is_refused(url: str) -> None:
    with pytest.raises(GlassformerError, match="allowed: an address such as https://"):
        checked_models_url(url)
