"""The built pages as they are without a script: complete, self-contained, small, and with the model's numbers."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import numpy as np
import pytest
from safetensors import safe_open

from glassformer.directives.kinds import KINDS
from pages import Node, read_page

LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
DRAWN = {kind.name for kind in KINDS.values() if kind.drawn}
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
    assert {
        "index.html",
        "language-model.html",
        "attention.html",
        "ablation.html",
        "zh/index.html",
        "404.html",
    } <= pages.keys()
    assert "zh/404.html" not in pages  # hosts show the root's


def test_each_page_leads_to_itself_in_the_other_language(site: Path, pages: dict[str, Node]) -> None:
    for name, page in pages.items():
        link = page.one("a", class_="gf-language")
        assert link.attributes["hreflang"] == ("en" if name.startswith("zh/") else "zh")
        if name in {"404.html", "offline.html", "zh/offline.html"}:  # shown in place of any page
            continue
        target = (site / name).parent / link.attributes["href"]
        other = name.removeprefix("zh/") if name.startswith("zh/") else f"zh/{name}"
        assert target.resolve() == (site / (other if other in pages else "zh/index.html")).resolve()


def test_what_the_languages_share_lies_in_the_site_once(site: Path) -> None:
    assert {path.name for path in (site / "zh").iterdir() if path.is_dir()} == {"assets", "search"}
    assert not (site / "zh" / "assets" / "glassformer").exists()


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[str, Node]) -> None:
    addresses = [address for page in pages.values() for address in loaded(page)]
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    addresses += [address for style in styles for address in re.findall(r"url\(['\"]?([^'\")]+)", style)]
    assert addresses
    assert [address for address in addresses if re.match(r"(?!data:)[a-z]+:|//", address)] == []


def test_every_link_inside_the_site_leads_somewhere(site: Path, pages: dict[str, Node]) -> None:
    places = {name: {node.attributes.get("id") for node in page.all()} for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        links = [node.attributes["href"] for node in page.all("a") if "href" in node.attributes]
        for link in {*links, *loaded(page)}:
            path, anchor = urldefrag(unquote(link))
            if urlsplit(link).scheme or name == "404.html":  # this page is shown in place of any other
                continue
            target = ((site / name).parent / path if path else site / name).resolve()
            there = target.is_file() and target.relative_to(site.resolve()).as_posix()
            is_view = "=" in anchor  # of the explorer, which reads it
            if not there or (anchor and not is_view and anchor not in places[there]):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_formulas_are_there_and_other_pages_load_nothing_for_them(pages: dict[str, Node]) -> None:
    with_formulas = {name for name, page in pages.items() if list(page.all("gf-math"))}
    assert "attention.html" in with_formulas
    for name, page in pages.items():
        assert any("katex" in address for address in loaded(page)) == (name in with_formulas)
        for formula in page.all("gf-math"):
            assert formula.one("math").text
            assert formula.one(class_="katex-html").attributes["aria-hidden"] == "true"


def test_pages_are_small(site: Path, pages: dict[str, Node]) -> None:
    sizes = {name: len(gzip.compress((site / name).read_bytes())) for name in pages}
    assert {name: size for name, size in sizes.items() if size > LARGEST_PAGE} == {}


def test_search_knows_the_text_and_not_the_numbers(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    text = {entry["location"]: entry["text"] for entry in index["docs"]}
    sink = text["heads.html#the-attention-sink"]
    assert "It is called the attention sink" in sink
    assert "A head that looks at the first token" in sink
    assert not re.search(r"\d\.\d{3}|<table", sink)
    assert "opened from disk" not in "".join(text.values())  # what stands in every text box
    tour = text["explorer.html#the-whole-model-on-one-screen"]
    assert "A text goes in on one side" in tour and len(tour) < 1000  # the steps are not in it
    assert "注" in (site / "zh" / "search" / "search_index.json").read_text(encoding="utf-8")  # not escaped


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
    assert {"tokens", "attention", "probabilities"} <= seen


def test_every_page_has_a_heading_a_description_a_language_and_a_named_dialog(pages: dict[str, Node]) -> None:
    for name, page in pages.items():
        assert page.one("html").attributes["lang"] == ("zh" if name.startswith("zh/") else "en")
        assert page.one("h1").text
        assert page.one(role="dialog").attributes["aria-label"]
        assert page.one("meta", name="description").attributes["content"]


def trace_tensor(root: Path, element: Node, file: str, name: str) -> np.ndarray:
    """A tensor of the trace that a figure was drawn from."""
    folder = root / "model_artifacts" / "traces" / element.attributes["model"] / element.attributes["prompt"]
    with safe_open(folder / f"{file}.safetensors", framework="numpy") as trace:
        return trace.get_tensor(name).astype(np.float64)


def elements(pages: dict[str, Node], kind: str, **settings: object) -> list[tuple[Node, dict[str, Any]]]:
    """The elements of a kind that were written with these settings, and all settings of each."""
    found = []
    for _, figure in figures(pages):
        if figure.attributes["data-kind"] == kind:
            element = figure.one(f"gf-{kind}")
            spec = json.loads(element.attributes["spec"])
            if settings.items() <= spec.items():
                found.append((element, spec))
    return found


def columns(element: Node) -> list[list[str]]:
    """The figure's table, column by column."""
    rows = element.one(data_part="table").one("tbody").all("tr")
    return [list(column) for column in zip(*([cell.text for cell in row.all()] for row in rows), strict=True)]


def number(text: str) -> float:
    """The value of a number as the figures write it: 1,234, −0.5, 4.56×10⁻⁵, −∞."""
    plain = text.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")).replace(",", "").replace("×10", "e")
    return float(plain.replace("∞", "inf"))


def test_probabilities_are_those_of_the_trace(root: Path, pages: dict[str, Node]) -> None:
    found = elements(pages, "probabilities", temperature=1, topK=None, topP=None)
    assert max(spec["rows"] for _, spec in found) >= 10
    for element, spec in found:
        rows = spec["rows"]
        assert spec["position"] == len(trace_tensor(root, element, "core", "tokens")) - 1
        ids = [int(token) for token in trace_tensor(root, element, "core", "top_ids")[:rows]]
        expected = np.exp(trace_tensor(root, element, "core", "top_log_probs")[:rows])
        table = columns(element)
        assert [int(token) for token in table[1]] == ids
        assert [number(cell) for cell in table[-1]] == pytest.approx(expected, rel=1e-4)
        drawn = [int(bar.attributes["data-token-id"]) for bar in drawing(element, "data-token-id")]
        assert list(dict.fromkeys(drawn)) == ids


def test_a_row_of_attention_is_that_of_the_trace(root: Path, pages: dict[str, Node]) -> None:
    found = [item for show in ("head", "both") for item in elements(pages, "attention", show=show)]
    assert found
    for element, spec in found:
        block, head, query = spec["block"], spec["head"], spec["position"]
        d_head = trace_tensor(root, element, f"layer-{block:02}", "q").shape[-1]
        scores = trace_tensor(root, element, f"layer-{block:02}", "scores")[head, query]
        seen = np.arange(len(scores)) <= query
        powers = np.where(seen, np.exp(scores - scores[seen].max()), 0)
        _, _, products, scaled, masked, softmax = [[*map(number, column)] for column in numeric(columns(element))]
        assert products == pytest.approx(scores * np.sqrt(d_head), rel=1e-3, abs=1e-3)
        assert scaled == pytest.approx(scores, rel=1e-3, abs=1e-4)
        assert masked == pytest.approx(np.where(seen, scores, -np.inf), rel=1e-3, abs=1e-4)
        assert softmax == pytest.approx(powers / powers.sum(), rel=6e-4, abs=0)  # written with four digits


def numeric(table: list[list[str]]) -> list[list[str]]:
    """The table with its column of tokens, which has no numbers, set to zeros."""
    return [table[0], ["0"] * len(table[1]), *table[2:]]


def drawing(element: Node, attribute: str) -> Iterator[Node]:
    """The nodes of the drawing that carry an attribute."""
    return (node for node in element.one(data_part="drawing").all() if attribute in node.attributes)
