"""Drawings made by the browser's own functions, in one Node process for many figures, and kept by content.

The program answers for each figure with its markup, its table and where the numbers come from. An answer is kept under
the hash of everything that it depends on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glassformer.config import Paths
from glassformer.directives.program import Program
from glassformer.directives.spec import FigureSpec
from glassformer.errors import GlassformerError
from glassformer.files import sha256_of, write_atomically


@dataclass(frozen=True)
class Drawing:
    """One drawn figure: markup, table (caption, columns, rows) and origin (model, variant, text)."""

    html: str
    table: Mapping[str, Any]
    meta: Mapping[str, Any]


@dataclass(frozen=True)
class Draughtsman:
    """Draws figures in one language and remembers the drawings."""

    paths: Paths
    locale: str = "en"

    @property
    def program(self) -> Program:
        return Program(self.paths.site_src)

    def draw(self, spec: FigureSpec) -> Drawing:
        """The drawing of one figure, from the cache if it is there."""
        return self.draw_all([spec])[0]

    def draw_all(self, specs: Iterable[FigureSpec]) -> list[Drawing]:
        """The drawings of many figures, in their order; what is not in the cache is drawn by one process."""
        specs = list(specs)
        files = [self.file(spec) for spec in specs]
        missing = {file: spec for file, spec in zip(files, specs, strict=True) if not file.is_file()}
        if missing:
            for file, answer in zip(missing, self._run(missing.values()), strict=True):
                write_atomically(file, json.dumps(answer, sort_keys=True, ensure_ascii=False).encode())
        return [Drawing(**json.loads(file.read_text(encoding="utf-8"))) for file in files]

    def file(self, spec: FigureSpec) -> Path:
        """Where the drawing is kept: the name is a hash of the figure, its traces and the drawing program."""
        inputs = [
            json.dumps(_request(spec), sort_keys=True),
            self.locale,
            *(sha256_of(spec.model.folder / file) for file in spec.prompt.files),
            *self.program.hashes(),
        ]
        digest = hashlib.sha256("\n".join(inputs).encode()).hexdigest()
        return self.paths.figures / f"{digest[:20]}.json"

    def _run(self, specs: Iterable[FigureSpec]) -> list[dict[str, Any]]:
        figures = [{"id": str(number), **_request(spec)} for number, spec in enumerate(specs)]
        request = {"tracesDir": str(self.paths.artifacts / "traces"), "locale": self.locale, "figures": figures}
        answers = self.program.ask(request, [figure["id"] for figure in figures])
        for figure in figures:
            answer = answers[figure["id"]]
            if "error" in answer:
                raise GlassformerError(f"{figure['kind']} of {figure['prompt']}: {answer['error']}")
        return [{key: answers[figure["id"]][key] for key in ("html", "table", "meta")} for figure in figures]


def _request(spec: FigureSpec) -> dict[str, Any]:
    return {"kind": spec.kind.name, "model": spec.model.slug, "prompt": spec.prompt.id, "view": dict(spec.view)}
