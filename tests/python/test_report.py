"""The tables of the fidelity page: the report's own numbers, for every published model."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import markdown
import pytest
from pymdownx.superfences import SuperFencesException

from glassformer.config import Paths
from glassformer.directives.report_tables import TABLES, number, percent
from glassformer.directives.report_words import REPORT_WORDS
from glassformer.published import Published

CONTEXT = {
    "kl": 0.004321,
    "top_1_agreement": 0.9321,
    "top_10_agreement": 0.9543,
    "mean_logit_difference": 0.08765,
    "max_logit_difference": 1.234,
    "perplexity": 67.89,
    "perplexity_reference": 66.55,
}
VARIANT = {
    "context": {"8": CONTEXT, "64": CONTEXT | {"kl": 0.00006}},
    "graphs_max_logit_difference": 1.383e-05,
    "cache_max_logit_difference": 0.0,
}
PREDICTION = {
    "text": "sat\non  the",
    "kl": {"fp32": 0.0, "q4": 0.5, "q8": 0.25},
    "tokens": [{"token": " <b>", "fp32": 0.75, "q8": 0.5, "q4": 0.000123}],
}


def report(name: str) -> dict[str, Any]:
    return {
        "model": {"name": name},
        "heldout": "heldout.txt.xz",
        "taps": {"tolerance": 1e-4, "tokens": 24, "empty_cache": {"q": 2.051e-06}, "with_cache": {"q": 0.0}},
        "variants": {"q4": {"bits": 4, **VARIANT}, "q8": {"bits": 8, **VARIANT}},
        "side_by_side": {"farthest": PREDICTION, "typical": PREDICTION},
    }


MANIFEST = {
    "model": {"parameters": 1_000_000},
    "tokenizer": {"bytes": 1_000_000},
    "variants": {
        "q4": {"bits": 4, "weights_bytes": 500_000, "bytes": 1_000_000},
        "q8": {"bits": 8, "weights_bytes": 1_500_000, "bytes": 1_500_000 + 2_500_000},
    },
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    paths = Paths(tmp_path)
    for slug, name in (("embedded", "Small"), ("a--b", "Large & <new>")):
        for path, content in ((paths.report(slug), report(name)), (paths.variants(slug) / "manifest.json", MANIFEST)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\n")
    paths.content.mkdir()
    monkeypatch.chdir(tmp_path)
    return paths


def render(*lines: str, locale: str = "en") -> str:
    text = "\n".join(["```glassformer-report", *lines, "```"])
    return markdown.markdown(
        text,
        extensions=["pymdownx.superfences", "glassformer.directives"],
        extension_configs={"glassformer.directives": {"locale": locale}},
    )


class Rows(HTMLParser):
    """Texts of the cells of every table row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def rows(html: str) -> list[list[str]]:
    return Rows(html).rows


def test_the_variants_with_the_finest_first(project: Paths) -> None:
    header, *body = rows(render("show: variants"))
    assert header[:3] == ["variant", "tokens", "KL, nats"]
    measured = ["93.2%", "95.4%", "0.088", "1.2", "67.9", "66.5"]
    assert body == [
        [variant, *length_and_kl, *measured]
        for variant in ("q8", "q4")
        for length_and_kl in (("8", "0.0043"), ("64", "6.0×10⁻⁵"))
    ]


def test_predictions_side_by_side(project: Paths) -> None:
    html = render("show: predictions")
    header, first, kl = rows(html)[:3]
    assert header == ["token", "fp32", "q8", "q4"]
    assert first == ["“ <b>”", "75.0%", "50.0%", "0.012%"]
    assert kl == ["KL, nats", "0", "0.25", "0.5"]
    assert re.findall(r"--gf-share: ([\d.]+)", html)[:3] == ["0.7500", "0.5000", "0.0001"]
    captions = re.findall("<figcaption>(.*?)</figcaption>", html)
    assert ["as usual" in caption for caption in captions] == [True, False]
    assert "“…sat on the”" in captions[0]


def test_agreement_with_transformers_and_of_the_graphs(project: Paths) -> None:
    assert rows(render("show: taps"))[1] == ["q", "2.1×10⁻⁶", "0"]
    assert rows(render("show: graphs"))[1:] == [[variant, "1.4×10⁻⁵", "0"] for variant in ("q8", "q4")]


def test_sizes_and_the_cost_of_a_million_readers(project: Paths) -> None:
    assert rows(render("show: sizes"))[1:] == [
        ["q8", "1.5", "2.5", "1.0", "5.0", "38%"],
        ["q4", "0.5", "0.5", "1.0", "2.0", "12%"],
    ]
    assert rows(render("show: readers", "prices: [0, 90]")) == [
        ["variant", "MB each", "TB in all", "at $0 per TB", "at $90 per TB", "readers in 100 GB"],
        ["q8", "5.0", "5.0", "$0", "$450", "20,000"],
        ["q4", "2.0", "2.0", "$0", "$180", "50,000"],
    ]


def test_the_benchmark(project: Paths) -> None:
    taken = {"seconds": 16.2, "processor_seconds": 31.0, "gigabytes": 2.04}
    shapes = {
        "gpt2-medium": {"parameters": 354_823_168, "commands": {"export": taken}},
        "gpt2": {"parameters": 124_439_808, "commands": {"export": taken, "variants": taken}},
    }
    path = project.content / "benchmark.json"
    path.write_text(json.dumps({"machine": {"cores": 2}, "shapes": shapes}), encoding="utf-8")
    html = render("show: benchmark")
    assert "Building gpt2 (124 million parameters) on a machine with 2 cores</figcaption>" in html
    assert rows(html) == [
        ["step", "seconds", "seconds of processor time", "GB of memory"],
        ["export", "16", "31", "2.0"],
        ["variants", "16", "31", "2.0"],
        ["step", "seconds", "seconds of processor time", "GB of memory"],
        ["export", "16", "31", "2.0"],
    ]


def test_the_explorer(project: Paths) -> None:
    taken = {"frames": 40, "median": 0.51, "p95": 6.04, "max": 7.96}
    measured = {"chromium": "147.0", "machine": {"cores": 2}, "tokens": 16, "all": taken}
    measured["actions"] = {"unfold mlp": taken, "scrub heads": taken}
    (project.content / "explorer.json").write_text(json.dumps(measured), encoding="utf-8")
    html = render("show: explorer")
    assert "Milliseconds of script in a frame, 16 tokens, Chromium 147.0, 2 cores</figcaption>" in html
    assert rows(html) == [
        ["what is done", "frames", "median", "95th percentile", "longest"],
        ["all of it", "40", "0.5", "6.0", "8.0"],
        ["unfold and fold the MLP", "40", "0.5", "6.0", "8.0"],
        ["go through heads", "40", "0.5", "6.0", "8.0"],
    ]


@pytest.mark.parametrize("show", TABLES)
@pytest.mark.parametrize("locale", REPORT_WORDS)
def test_every_published_model_has_its_table(project: Paths, show: str, locale: str) -> None:
    one = render(f"show: {show}", locale=locale)
    assert "Small" in one and "Large" not in one
    Published(("embedded", "a--b")).write(project)
    both = render(f"show: {show}", locale=locale)
    assert "Small" in both and "Large &amp; &lt;new&gt;" in both
    assert both.count("<table") == 2 * one.count("<table")


def test_both_languages_have_the_same_words() -> None:
    places = {
        locale: {key: set(re.findall(r"{(\w+)", word)) for key, word in words.items()}
        for locale, words in REPORT_WORDS.items()
    }
    assert places["en"] == places["zh"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["show: pie"], r"^content/en/page.md:3: show 'pie' is not allowed; it takes variants, predictions, taps"),
        (["shown: taps"], r"page.md:3: expected `field: value` lines; there are: show, prices"),
        (["[]"], r"page.md:3: expected `field: value` lines"),
        (["show: ["], r"page.md:3: not YAML: "),
        (["show: readers", "prices: cheap"], r"page.md:3: prices 'cheap' is not allowed; it takes a list of dollars"),
    ],
)
def test_mistakes_of_authors(project: Paths, lines: list[str], message: str) -> None:
    page = project.content / "en" / "page.md"
    page.parent.mkdir()
    page.write_text("\n".join(["# Page", "", "```glassformer-report", *lines, "```"]), encoding="utf-8")
    with pytest.raises(SuperFencesException, match=message):
        render(*lines)


def test_a_model_that_has_not_been_verified(project: Paths) -> None:
    project.report("embedded").unlink()
    with pytest.raises(
        SuperFencesException, match=r"embedded.json is missing: run `glassformer build` with this model"
    ):
        render("show: taps")


def test_numbers() -> None:
    values = (0, 1.234, 0.00123, 0.000999, 9.96e-5, 12.3, 123.0)
    assert [number(value) for value in values] == ["0", "1.2", "0.0012", "1.0×10⁻³", "1.0×10⁻⁴", "12", "120"]
    assert [percent(value) for value in (0.5, 0.001, 0.00012, 3e-9)] == ["50.0%", "0.1%", "0.012%", "3.0×10⁻⁷%"]
