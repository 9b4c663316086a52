"""What chats show of a link: title and description always, the picture where the address of the site is known."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from types import SimpleNamespace

import jinja2

from _project import PROJECT

OVERRIDES = PROJECT.root / "site_src/overrides"


def preview(site_url: str) -> dict[str, str]:
    config = SimpleNamespace(site_name="Glassformer", site_description="a site", site_url=site_url)
    meta = SimpleNamespace(title="Tokens & <bytes>", description="How a text is cut")
    page = SimpleNamespace(is_homepage=False, meta=meta, canonical_url=site_url and f"{site_url}tokens.html")
    loader = jinja2.Environment(loader=jinja2.FileSystemLoader(OVERRIDES))
    html = loader.get_template("partials/preview.html").render(config=config, page=page)
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html))


def test_without_an_address_there_is_no_picture() -> None:
    tags = preview("")
    assert tags["og:title"] == "Tokens &amp; &lt;bytes&gt;"
    assert tags["og:description"] == "How a text is cut"
    assert not {"og:url", "og:image"} & tags.keys()


def test_with_an_address_the_picture_is_there_as_large_as_it_says() -> None:
    address = "https://example.org/gpt2/"
    tags = preview(address)
    assert tags["og:url"] == f"{address}tokens.html"
    assert tags["og:image"].startswith(address)
    picture = OVERRIDES / Path(tags["og:image"].removeprefix(address))
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    assert (tags["og:image:width"], tags["og:image:height"]) == (str(width), str(height))
    assert picture.stat().st_size < 100_000
