"""Figures in Markdown: a fence named `glassformer` with a YAML body becomes a figure drawn from a trace, one named
`glassformer-report` tables from the fidelity reports.

A Python-Markdown extension, listed after pymdownx.superfences; `mkdocs.yml` gives it the language of the pages:

    markdown_extensions:
      - pymdownx.superfences
      - glassformer.directives: {locale: en}
"""

from __future__ import annotations

from typing import Any

from glassformer.directives.extension import GlassformerExtension


def makeExtension(**settings: Any) -> GlassformerExtension:  # noqa: N802 - the name that Python-Markdown looks for
    return GlassformerExtension(**settings)
