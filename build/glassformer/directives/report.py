"""The fence `glassformer-report`: tables about the precision and size of every published model.

```glassformer-report
show: variants
```
"""

from __future__ import annotations

from typing import Any

import yaml

from glassformer.config import Paths
from glassformer.directives.report_tables import TABLES, Measured, Table, benchmark, explorer, speed
from glassformer.directives.report_words import REPORT_WORDS
from glassformer.directives.shell import TEMPLATES
from glassformer.errors import GlassformerError
from glassformer.published import Published

LANGUAGE = "glassformer-report"
FIELDS = ("show", "prices")
# What was measured once, of no published model.
PROJECT_TABLES = {table.__name__: table for table in (benchmark, explorer, speed)}
YOUR_SPEED = "your-speed"


def report_html(body: str, paths: Paths, locale: str) -> str:
    """The tables that a fence asks for, a model after the other. Raises GlassformerError for an author's mistake."""
    fields, words = _fields(body), REPORT_WORDS[locale]
    if fields["show"] in PROJECT_TABLES:
        return _render(PROJECT_TABLES[fields["show"]](paths, words))
    models = Published.read(paths).models
    if fields["show"] == YOUR_SPEED:
        return TEMPLATES.get_template("speed.html.j2").render(model=models[0], hint=words["your_speed"]).strip()
    measured = [Measured.of(paths, slug, words, fields.get("prices", ())) for slug in models]
    return _render([table for model in measured for table in TABLES[fields["show"]](model)])


def _render(tables: list[Table]) -> str:
    return TEMPLATES.get_template("report.html.j2").render(tables=tables).strip()


def _fields(body: str) -> dict[str, Any]:
    try:
        fields = yaml.safe_load(body)
    except yaml.YAMLError as error:
        raise GlassformerError(f"not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(fields, dict) or set(fields) - set(FIELDS):
        raise GlassformerError(f"expected `field: value` lines; there are: {', '.join(FIELDS)}")
    shows = (*TABLES, *PROJECT_TABLES, YOUR_SPEED)
    if fields.get("show") not in shows:
        raise GlassformerError(f"show {fields.get('show')!r} is not allowed; it takes {', '.join(shows)}")
    prices = fields.get("prices", [])
    if not isinstance(prices, list) or not all(isinstance(price, (int, float)) and price >= 0 for price in prices):
        raise GlassformerError(f"prices {prices!r} is not allowed; it takes a list of dollars per TB")
    return fields
