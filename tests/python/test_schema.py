"""The contract, and that its TypeScript is the one that would be generated now."""

from __future__ import annotations

from pathlib import Path

import pytest

from glassformer import schema, typegen
from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError

ROOT = find_root(Path(__file__).parent)


def test_typescript_is_up_to_date() -> None:
    typegen.check(Paths(ROOT))


def test_outdated_typescript_is_named(tmp_path: Path) -> None:
    path = tmp_path / "site_src" / "src" / "generated" / "schema.ts"
    path.parent.mkdir(parents=True)
    path.write_text(typegen.typescript().replace("'layer'", "'block'"), encoding="utf-8")
    with pytest.raises(GlassformerError, match=r"schema\.ts: not what schema\.py says; run: python -m"):
        typegen.check(Paths(tmp_path))


def test_names_are_unique_within_a_level_and_dims_are_declared() -> None:
    for level in schema.LEVELS:
        names = [field.name for field in schema.fields(level)]
        assert len(set(names)) == len(names)
    assert all(dim in schema.DIMS for field in schema.FIELDS for dim in field.dims)


def test_detail_tensors_are_taps_of_the_graph() -> None:
    assert {field.name for field in schema.fields("detail")} <= set(schema.LAYER_TAPS)
    assert all(field.dims[0] == "layer" for level in schema.PER_LAYER for field in schema.fields(level))


def test_a_level_keeps_its_hash_when_another_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    brief, weights, whole = schema.schema_hash("brief"), schema.schema_hash("weights"), schema.schema_hash()
    extra = schema.Field("extra", "weights", ("token",), "float32", "weight", "one more")
    monkeypatch.setattr(schema, "FIELDS", (*schema.FIELDS, extra))
    assert schema.schema_hash("brief") == brief
    assert schema.schema_hash("weights") != weights
    assert schema.schema_hash() != whole
