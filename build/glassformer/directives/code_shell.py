"""The HTML of a part of the source."""

from __future__ import annotations

from glassformer.directives.code_parts import code_lines, file_of
from glassformer.directives.shell import render
from glassformer.directives.spec import FigureSpec


def code_html(spec: FigureSpec, locale: str) -> str:
    """Highlighted lines with their numbers in the file, in groups that know the figures that show them."""
    groups = code_lines(spec.view["part"])
    last = groups[-1].first + len(groups[-1].html) - 1
    file = file_of(spec.view["part"]).name
    return render("code.html.j2", spec, locale, groups=groups, first=groups[0].first, last=last, file=file)
