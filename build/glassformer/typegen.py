"""schema.py -> site_src/src/generated/schema.ts. Run as ``python -m glassformer.typegen``."""

from __future__ import annotations

from pathlib import Path

from glassformer import schema
from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError

HEADER = """\
// Generated from build/glassformer/schema.py by `python -m glassformer.typegen`. Do not edit.
"""
COUNTS = (
    *("TOP", "POSITION_TOP", "LENS_TOP", "LENS_TRACKED", "BRIEF_TOP", "CANDIDATES"),
    *("UNEMBEDDED", "NEIGHBOURS", "WPE_COLUMNS", "WPE_COMPONENTS", "OUTPUTS", "NEURONS", "NEURON_TOKENS"),
)


def typescript() -> str:
    """The contract as a TypeScript module, formatted as prettier would."""
    return "\n".join([HEADER, *_constants(), *_dims(), *_levels(), *_fields(), *_names()])


def _constants() -> list[str]:
    return [
        f"export const SCHEMA_VERSION = {schema.SCHEMA_VERSION};",
        f"export const SCHEMA_HASH = '{schema.schema_hash()}';",
        f"export const METADATA_KEY = '{schema.METADATA_KEY}';",
        *(f"export const {name} = {getattr(schema, name)};" for name in COUNTS),
        "",
    ]


def _dims() -> list[str]:
    return _union("Dim", list(schema.DIMS))


def _union(name: str, members: list[str]) -> list[str]:
    lines = [f"export type {name} =", *(f"  | '{member}'" for member in members)]
    lines[-1] += ";"
    return [*lines, ""]


def _levels() -> list[str]:
    per_layer = ", ".join(f"'{level}'" for level in schema.PER_LAYER)
    return [
        *_union("Level", list(schema.LEVELS)),
        "/** A file of a level carries this hash. */",
        "export const LEVEL_HASHES: Readonly<Record<Level, string>> = {",
        *(f"  {level}: '{schema.schema_hash(level)}'," for level in schema.LEVELS),
        "};",
        "",
        "/** Levels that have one file a layer: their files leave the layer dimension out. */",
        f"export const PER_LAYER: readonly Level[] = [{per_layer}];",
        "",
    ]


def _fields() -> list[str]:
    lines = [
        "export type DType = 'float32' | 'float16' | 'int32';",
        "",
        "export interface Field {",
        "  readonly name: string;",
        "  readonly level: Level;",
        "  readonly dims: readonly Dim[];",
        "  readonly dtype: DType;",
        "  readonly unit: string;",
        "  readonly meaning: string;",
        "}",
        "",
        "export const FIELDS: readonly Field[] = [",
    ]
    for field in schema.FIELDS:
        dims = ", ".join(repr(dim) for dim in field.dims)
        lines += [
            "  {",
            f"    name: '{field.name}',",
            f"    level: '{field.level}',",
            f"    dims: [{dims}],",
            f"    dtype: '{field.dtype}',",
            f"    unit: '{field.unit}',",
            f"    meaning: {_quoted(field.meaning)},",
            "  },",
        ]
    return [*lines, "];", ""]


def _names() -> list[str]:
    lines = []
    for level in schema.LEVELS:
        lines += _union(f"{level.title().replace('_', '')}TensorName", [field.name for field in schema.fields(level)])
    for constant, names in (("LAYER_TAPS", schema.LAYER_TAPS), ("FINAL_TAPS", schema.FINAL_TAPS)):
        lines += [f"export const {constant} = [", *(f"  '{name}'," for name in names), "] as const;", ""]
    return lines


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


def check(paths: Paths) -> None:
    """Raises GlassformerError when the committed TypeScript is not the one that would be generated now."""
    path = _target(paths)
    if not path.is_file() or path.read_text(encoding="utf-8") != typescript():
        raise GlassformerError(f"{path}: not what schema.py says; run: python -m glassformer.typegen")


def main() -> None:
    target = _target(Paths(find_root()))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(typescript(), encoding="utf-8")


def _target(paths: Paths) -> Path:
    return paths.site_src / "src" / "generated" / "schema.ts"


if __name__ == "__main__":
    main()
