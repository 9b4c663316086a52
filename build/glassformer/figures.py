"""Draw the figures of all pages, in one Node process a language."""

from __future__ import annotations

from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.drawing import Draughtsman
from glassformer.directives.fences import Fence, in_folder
from glassformer.directives.messages import MESSAGES
from glassformer.directives.spec import FigureSpec, parse
from glassformer.errors import GlassformerError


def draw_figures(paths: Paths) -> int:
    """Fill the cache of drawings for every page of every language; returns how many figures the pages hold.

    Raises GlassformerError: file, line, value and what is allowed, for the first fence that is wrong.
    """
    drawn = 0
    for locale in MESSAGES:
        specs = read_specs(paths, locale)
        drawn += len(Draughtsman(paths, locale).draw_all(specs))
    return drawn


def read_specs(paths: Paths, locale: str) -> list[FigureSpec]:
    """The figures that the pages of one language ask for."""
    catalog = Catalog(paths.artifacts / "traces")
    specs = [_parse(fence, catalog, paths) for fence in in_folder(paths.content / locale)]
    return [spec for spec in specs if spec.kind.drawn]


def _parse(fence: Fence, catalog: Catalog, paths: Paths) -> FigureSpec:
    try:
        return parse(fence.body, catalog)
    except GlassformerError as error:
        raise GlassformerError(f"{fence.path.relative_to(paths.root).as_posix()}:{fence.line}: {error}") from error
