"""The contract, and that its TypeScript is the one that would be generated now."""

from __future__ import annotations

from pathlib import Path

from glassformer import schema, typegen
from glassformer.config import Paths, find_root

ROOT = find_root(Path(__file__).parent)


def test_typescript_is_up_to_date() -> None:
    written = (Paths(ROOT).site_src / "src" / "generated" / "schema.ts").read_text(encoding="utf-8")
    assert written == typegen.typescript(), "run: python -m glassformer.typegen"


def test_names_are_unique_within_a_level_and_dims_are_declared() -> None:
    for level in ("core", "detail", "brief"):
        names = [field.name for field in schema.fields(level)]
        assert len(set(names)) == len(names)
    assert all(dim in schema.DIMS for field in schema.FIELDS for dim in field.dims)


def test_detail_tensors_are_taps_of_the_graph() -> None:
    assert {field.name for field in schema.fields("detail")} <= set(schema.LAYER_TAPS)
    assert all(field.dims[0] == "layer" for field in schema.fields("detail"))
