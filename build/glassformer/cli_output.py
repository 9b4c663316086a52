"""What the command line prints: progress on stderr, results as tables on stdout."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

if TYPE_CHECKING:
    from glassformer.artefacts import Step
    from glassformer.doctor import Finding
    from glassformer.inspect import Table
    from glassformer.trace import Trace
    from glassformer.vocabulary import Vocabulary

STATES = {"ok": "[green]ok[/]", "missing": "[red]missing[/]", "optional": "[yellow]not there[/]"}
SHOWN = 10  # next tokens listed by `glassformer trace`

progress = Console(stderr=True, highlight=False)
results = Console(highlight=False)


@contextmanager
def working(name: str) -> Iterator[Callable[[str], None]]:
    """A spinner while something is done, then a line with its time and what ``done`` was told."""
    outcome: list[str] = []
    start = time.monotonic()
    with progress.status(name):
        yield outcome.append
    progress.print(f"[green]✓[/] {name} ({time.monotonic() - start:.1f} s): {escape(' '.join(outcome))}")


def run_step(step: Step) -> None:
    """Run a step with a spinner that shows how far it is; then say why it ran and how it went, or that it did not."""
    told: list[str] = []
    start = time.monotonic()
    with progress.status(step.name) as status:
        reason = step.run(lambda text: status.update(f"{step.name}: {escape(text)}"), told.append)
    times = ", ".join((f"{time.monotonic() - start:.1f} s", *told))
    outcome = f"({times}): {escape(reason)}" if reason else "is up to date"
    progress.print(f"[green]✓[/] {step.name} {outcome}")


def print_tables(tables: Sequence[Table]) -> None:
    for table in tables:
        results.print(f"[bold]{escape(table.title)}[/]")
        for name, value in table.facts.items():
            results.print(f"  {name}: {escape(value)}")
        results.print(_grid(table.columns, table.rows))


def print_findings(findings: Sequence[Finding]) -> None:
    rich_table = _grid(("", "", ""), [])
    rich_table.show_header = False
    for finding in findings:
        rich_table.add_row(finding.what, STATES[finding.state], escape(finding.found))
    results.print(rich_table)


def print_trace(trace: Trace, vocabulary: Vocabulary, model: str) -> None:
    """The tokens of a text and the most probable next ones, over the whole vocabulary."""
    import numpy as np

    results.print(f"[bold]{escape(model)}[/] reads {len(trace.ids)} tokens:")
    results.print(escape(" ".join(_quoted(vocabulary.display(token)) for token in trace.ids)))
    likely = zip(trace.core["top_ids"][:SHOWN], np.exp(trace.core["top_log_probs"][:SHOWN]), strict=True)
    rows = [
        (_quoted(vocabulary.display(int(token))), str(int(token)), f"{probability:.2%}")
        for token, probability in likely
    ]
    results.print(_grid(("next token", "id", "probability"), rows))


def _quoted(token: str) -> str:
    """A token in quotes, its spaces visible as such and its control characters escaped."""
    return "'" + "".join(c if c.isprintable() else repr(c)[1:-1] for c in token) + "'"


def _grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> RichTable:
    table = RichTable(box=None, pad_edge=False, header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*map(escape, row))
    return table
