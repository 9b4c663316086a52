"""The loss curve of a run, from its log."""

import csv
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, MARGIN = 720, 360, 48


def read_log(run: Path) -> list[dict[str, Any]]:
    """The rows of a run's logs, the stable phase first: step and tokens as int, losses as float or None."""
    rows: list[dict[str, Any]] = []
    for path in (run / "log.csv", run / "decayed" / "log.csv"):
        if not path.is_file():
            continue
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                rows.append(
                    {
                        "phase": row["phase"],
                        "step": int(row["step"]),
                        "tokens": int(row["tokens"]),
                        "loss": float(row["loss"]),
                        "validation_loss": float(row["validation_loss"]) if row["validation_loss"] else None,
                    }
                )
    return rows


def draw(rows: list[dict[str, Any]]) -> str:
    """An SVG of training loss (line) and validation loss (dots) over the tokens read, in nats per token."""
    if not rows:
        raise ValueError("the log holds no rows yet")
    last = max(row["tokens"] for row in rows)
    highest = max(row["loss"] for row in rows)
    lowest = min(min(row["loss"], row["validation_loss"] or highest) for row in rows)

    def place(tokens: int, loss: float) -> tuple[float, float]:
        x = MARGIN + (WIDTH - 2 * MARGIN) * tokens / last
        y = MARGIN + (HEIGHT - 2 * MARGIN) * (highest - loss) / max(highest - lowest, 1e-9)
        return round(x, 1), round(y, 1)

    line = " ".join(f"{x},{y}" for x, y in (place(row["tokens"], row["loss"]) for row in rows))
    dots = "".join(
        '<circle cx="{}" cy="{}" r="3.5" fill="#b3261e"/>'.format(*place(row["tokens"], row["validation_loss"]))
        for row in rows
        if row["validation_loss"] is not None
    )
    bottom = HEIGHT - MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="14"><title>Loss in nats per token over the tokens read</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<path d="M{MARGIN},{MARGIN}V{bottom}H{WIDTH - MARGIN}" fill="none" stroke="#555"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fae" stroke-width="1.5"/>{dots}'
        f'<text x="{MARGIN - 6}" y="{MARGIN + 5}" text-anchor="end">{highest:.1f}</text>'
        f'<text x="{MARGIN - 6}" y="{bottom + 5}" text-anchor="end">{lowest:.1f}</text>'
        f'<text x="{WIDTH - MARGIN}" y="{bottom + 22}" text-anchor="end">{last / 1e6:.1f} million tokens</text>'
        f'<text x="{MARGIN}" y="{MARGIN - 16}">nats per token: training (line), validation (dots)</text></svg>\n'
    )
