"""Tables about a model's precision and size, from its fidelity report and its manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glassformer.config import Paths
from glassformer.errors import GlassformerError

READERS = 1_000_000
MONTHLY_BYTES = 100e9  # the monthly traffic that GitHub Pages asks sites to stay under
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Cell:
    """``share``: length of the bar behind the text, from 0 to 1."""

    text: str
    share: float | None = None


@dataclass(frozen=True)
class Table:
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Measured:
    """What is known of one model."""

    report: Mapping[str, Any]
    manifest: Mapping[str, Any]
    words: Mapping[str, str]
    prices: Sequence[float]  # dollars a terabyte

    @staticmethod
    def of(paths: Paths, slug: str, words: Mapping[str, str], prices: Sequence[float]) -> Measured:
        """Raises GlassformerError when the model has no report or manifest yet."""
        return Measured(_read(paths.report(slug)), _read(paths.variants(slug) / "manifest.json"), words, prices)

    def table(self, caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell | str]], **values: Any) -> Table:
        cells = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in rows]
        title = self.words[caption].format(model=self.report["model"]["name"], **values)
        return Table(title, [self.words.get(column, column) for column in columns], cells)


def variants(measured: Measured) -> list[Table]:
    columns = ("variant", "context", "kl", "top_1", "top_10", "mean", "max", "perplexity", "perplexity_reference")
    rows = [
        (
            name,
            length,
            number(context["kl"]),
            f"{context['top_1_agreement']:.1%}",
            f"{context['top_10_agreement']:.1%}",
            number(context["mean_logit_difference"]),
            number(context["max_logit_difference"]),
            f"{context['perplexity']:.1f}",
            f"{context['perplexity_reference']:.1f}",
        )
        for name, variant in _finest_first(measured.report["variants"])
        for length, context in sorted(variant["context"].items(), key=lambda item: int(item[0]))
    ]
    return [measured.table("variants", columns, rows)]


def taps(measured: Measured) -> list[Table]:
    agreement = measured.report["taps"]
    columns = ("empty_cache", "with_cache")
    rows = [[name, *(number(agreement[column][name]) for column in columns)] for name in agreement[columns[0]]]
    return [
        measured.table(
            "taps", ("tensor", *columns), rows, tokens=agreement["tokens"], tolerance=number(agreement["tolerance"])
        )
    ]


def graphs(measured: Measured) -> list[Table]:
    fields = ("graphs_max_logit_difference", "cache_max_logit_difference")
    rows = [
        [name, *("–" if variant[field] is None else number(variant[field]) for field in fields)]
        for name, variant in _finest_first(measured.report["variants"])
    ]
    return [measured.table("graphs", ("variant", "two_graphs", "cache"), rows)]


def sizes(measured: Measured) -> list[Table]:
    tokenizer, fp32 = measured.manifest["tokenizer"]["bytes"], 4 * measured.manifest["model"]["parameters"]
    rows = [
        [
            name,
            *(
                f"{size / 1e6:.1f}"
                for size in (weights, variant["bytes"] - weights, tokenizer, _download(measured, name))
            ),
            f"{weights / fp32:.0%}",
        ]
        for name, variant in _finest_first(measured.manifest["variants"])
        for weights in [variant["weights_bytes"]]
    ]
    return [measured.table("sizes", ("variant", "weights", "graph_files", "tokenizer", "sum", "of_fp32"), rows)]


def readers(measured: Measured) -> list[Table]:
    columns = ["variant", "download", "terabytes"]
    columns += [measured.words["price"].format(price=price) for price in measured.prices]
    rows = []
    for name, _ in _finest_first(measured.manifest["variants"]):
        size = _download(measured, name)
        terabytes = READERS * size / 1e12
        costs = [f"${terabytes * price:,.0f}" for price in measured.prices]
        rows.append([name, f"{size / 1e6:.1f}", f"{terabytes:.1f}", *costs, f"{int(MONTHLY_BYTES // size):,}"])
    return [measured.table("readers", (*columns, "in_100_gb"), rows)]


def predictions(measured: Measured) -> list[Table]:
    return [_prediction(measured, place) for place in ("typical", "farthest")]


def _prediction(measured: Measured, place: str) -> Table:
    shown = measured.report["side_by_side"][place]
    precisions = ["fp32", *(name for name, _ in _finest_first(measured.report["variants"]))]
    rows: list[list[Cell | str]] = [
        [f"“{row['token']}”", *(Cell(percent(row[name]), row[name]) for name in precisions)] for row in shown["tokens"]
    ]
    rows.append([measured.words["kl"], *(number(shown["kl"][name]) for name in precisions)])
    return measured.table(place, ("token", *precisions), rows, text=" ".join(shown["text"].split()))


def benchmark(paths: Paths, words: Mapping[str, str]) -> list[Table]:
    """What building a model takes, as `scripts/bench` measured it last."""
    measured = _read(paths.content / "benchmark.json")
    columns = ("command", "seconds", "processor_seconds", "gigabytes")
    tables = []
    for shape, results in sorted(measured["shapes"].items(), key=lambda item: item[1]["parameters"]):
        title = words["benchmark"].format(
            shape=shape, parameters=results["parameters"] / 1e6, cores=measured["machine"]["cores"]
        )
        rows = [
            [
                Cell(command),
                Cell(f"{taken['seconds']:.0f}"),
                Cell(f"{taken['processor_seconds']:.0f}"),
                Cell(f"{taken['gigabytes']:.1f}"),
            ]
            for command, taken in results["commands"].items()
        ]
        tables.append(Table(title, [words[column] for column in columns], rows))
    return tables


def explorer(paths: Paths, words: Mapping[str, str]) -> list[Table]:
    """Script in a frame of the explorer, as `scripts/bench explorer` measured it last."""
    measured = _read(paths.content / "explorer.json")
    columns = ("action", "frames", "median", "p95", "longest")
    actions = {"all": measured["all"], **measured["actions"]}
    rows = []
    for name, taken in actions.items():
        action, _, part = name.partition(" ")
        what = words[action].format(part=words[f"part.{part}"]) if part else words[action]
        cells = [f"{taken[column]:.1f}" for column in ("median", "p95", "max")]
        rows.append([Cell(what), Cell(str(taken["frames"])), *map(Cell, cells)])
    title = words["explorer"].format(**measured, cores=measured["machine"]["cores"])
    return [Table(title, [words[column] for column in columns], rows)]


def speed(paths: Paths, words: Mapping[str, str]) -> list[Table]:
    """How fast the engine is, as `scripts/bench engine` measured it last."""
    measured = _read(paths.content / "speed.json")
    contexts = list(next(iter(measured["variants"].values()))["decode"])
    titles = ["variant", "start", "reading", *(words["writing"].format(context=context) for context in contexts)]
    times, memory = [], []
    for name, taken in measured["variants"].items():
        ratios = taken["ratios"]
        cells = [
            (taken["create"] / 1000, "{:.1f} s", ratios["create"]),
            (taken["prefill"], "{:.0f} ms", ratios["prefill"]),
        ]
        cells += [(taken["decode"][context], "{:.0f} ms", ratios[f"decode {context}"]) for context in contexts]
        times.append([Cell(name), *(Cell(f"{form.format(value)} · {ratio:.2f}×") for value, form, ratio in cells)])
        memory.append([Cell(name), *(Cell(f"{size:.2f}") for size in taken["gigabytes"].values())])
    states = ("variant", "before", "downloading", "starting", "running")
    values = {
        "chromium": measured["chromium"],
        "runtime": measured["onnxruntime_web"],
        "cores": measured["machine"]["cores"],
    }
    return [
        Table(words["speed"].format(**values), [words.get(title, title) for title in titles], times),
        Table(words["speed_memory"], [words[state] for state in states], memory),
    ]


TABLES: Mapping[str, Callable[[Measured], list[Table]]] = {
    table.__name__: table for table in (variants, predictions, taps, graphs, sizes, readers)
}


def number(value: float) -> str:
    """Two significant digits, small values as a power of ten."""
    if value == 0 or abs(value) >= 1e-3:
        return f"{float(f'{value:.2g}'):g}"
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits}×10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def percent(value: float) -> str:
    return f"{value:.1%}" if value >= 1e-3 else f"{number(100 * value)}%"


def _download(measured: Measured, variant: str) -> int:
    return measured.manifest["variants"][variant]["bytes"] + measured.manifest["tokenizer"]["bytes"]


def _finest_first(variants: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    return sorted(variants.items(), key=lambda item: -item[1]["bits"])


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise GlassformerError(f"{path} is missing: run `glassformer build` with this model") from error
