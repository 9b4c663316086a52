"""Draw the figures of all pages, in one Node process a language."""

from __future__ import annotations

from pathlib import Path

from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.drawing import Draughtsman
from glassformer.directives.fences import Fence, in_folder
from glassformer.directives.messages import MESSAGES
from glassformer.directives.spec import FigureSpec, parse
from glassformer.errors import GlassformerError


def draw_figures(paths: Paths) -> int:
    """Draw what the pages of every language ask for, and drop other drawings; returns how many figures there are.

    Raises GlassformerError: file, line, value and what is allowed, for the first fence that is wrong.
    """
    drawn = 0
    wanted = set[Path]()
    for locale in MESSAGES:
        specs, draughtsman = read_specs(paths, locale), Draughtsman(paths, locale)
        drawn += len(draughtsman.draw_all(specs))
        wanted |= {draughtsman.file(spec) for spec in specs}
    for file in set(paths.figures.glob("*.json")) - wanted:
        file.unlink()
    return drawn


def read_specs(paths: Paths, locale: str) -> list[FigureSpec]:
    """The figures that the pages of one language ask for."""
    catalog = Catalog.of_site(paths)
    specs = [_parse(fence, catalog, paths) for fence in in_folder(paths.content / locale)]
    return [spec for spec in specs if spec.drawn]


def _parse(fence: Fence, catalog: Catalog, paths: Paths) -> FigureSpec:
    try:
        return parse(fence.body, catalog)
    except GlassformerError as error:
        raise GlassformerError(f"{fence.path.relative_to(paths.root).as_posix()}:{fence.line}: {error}") from error
