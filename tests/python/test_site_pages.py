"""The built pages as they are without a script: complete, self-contained, small, and with the model's numbers."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from pages import Node, read_page

LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
DRAWN = ("tokens", "attention", "probabilities")
LARGEST_PAGE = 80_000  # bytes, gzipped


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    assert (root / "site" / "index.html").is_file(), "no site: run ./scripts/test, which builds it"
    return root / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Node]:
    return {path.relative_to(site).as_posix(): read_page(path) for path in sorted(site.rglob("*.html"))}


def figures(pages: dict[str, Node]) -> Iterator[tuple[str, Node]]:
    for name, page in pages.items():
        for figure in page.all("figure", class_="gf-figure"):
            if figure.attributes["data-kind"] in DRAWN:
                yield name, figure


def loaded(page: Node) -> Iterator[str]:
    """Addresses that a browser fetches on its own."""
    for node in page.all():
        if "src" in node.attributes:
            yield node.attributes["src"]
        if node.tag == "link" and LOADED_LINKS & set(node.attributes.get("rel", "").split()):
            yield node.attributes["href"]


def test_the_pages_are_there(pages: dict[str, Node]) -> None:
    assert {"index.html", "attention.html", "404.html"} <= pages.keys()


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[str, Node]) -> None:
    addresses = [address for page in pages.values() for address in loaded(page)]
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    addresses += [address for style in styles for address in re.findall(r"url\(['\"]?([^'\")]+)", style)]
    assert addresses
    assert [address for address in addresses if re.match(r"(?!data:)[a-z]+:|//", address)] == []


def test_every_link_inside_the_site_leads_somewhere(site: Path, pages: dict[str, Node]) -> None:
    broken = []
    for name, page in pages.items():
        links = [node.attributes["href"] for node in page.all("a") if "href" in node.attributes]
        for link in [*links, *loaded(page)]:
            path, anchor = urldefrag(unquote(link))
            if urlsplit(link).scheme or name == "404.html":  # this page is shown in place of any other
                continue
            target = (site / name).parent / path if path else site / name
            if not target.resolve().is_file() or (anchor and not list(read_page(target).all(id=anchor))):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_pages_are_small(site: Path, pages: dict[str, Node]) -> None:
    sizes = {name: len(gzip.compress((site / name).read_bytes())) for name in pages}
    assert {name: size for name, size in sizes.items() if size > LARGEST_PAGE} == {}


def test_every_figure_is_complete_without_a_script(pages: dict[str, Node]) -> None:
    seen = set()
    for _, figure in figures(pages):
        kind = figure.attributes["data-kind"]
        element = figure.one(f"gf-{kind}")
        assert element.attributes["model"]
        assert element.attributes["prompt"]
        assert isinstance(json.loads(element.attributes["spec"]), dict)
        assert element.one(class_="gf-title").text
        assert element.one(class_="gf-look").text
        assert list(element.one(data_part="drawing").all())
        assert "fp32" in element.one(data_part="source").text
        table = element.one("details", data_part="table").one("table")
        assert table.one("caption").text
        assert list(table.one("tbody").all("tr"))
        seen.add(kind)
    assert seen == set(DRAWN)


def test_every_page_has_a_heading_a_description_and_a_language(pages: dict[str, Node]) -> None:
    for page in pages.values():
        assert page.one("html").attributes["lang"] == "en"
        assert page.one("h1").text
        assert page.one("meta", name="description").attributes["content"]
