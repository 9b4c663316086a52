"""What the built site holds beside its pages."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from figure_project import N_LAYER, make_project
from glassformer import stage as staging
from glassformer.config import Paths
from glassformer.errors import GlassformerError
from glassformer.published import Published
from glassformer.stage import RUNTIMES, stage

MANIFEST: dict[str, Any] = {
    "model": {"id": "a/b", "name": "A model", "parameters": 5, "licence": "MIT"},
    "tokenizer": {"file": "tokenizer.json"},
    "seen_tokens": {"file": "seen_tokens.bin"},
    "variants": {
        "q8": {
            "weights": [{"path": "weights-0.bin", "shards": [{"file": "q8-1.bin"}, {"file": "q8-2.bin"}]}],
            "graphs": {"webgpu": {"file": "q8-webgpu.onnx"}, "wasm": {"file": "q8-wasm.onnx"}},
        }
    },
}
FIDELITY = {"bits": 8, "logit_tolerance": {"wasm": 0.001}}
MODEL_FILES = (
    "tokenizer.json",
    "seen_tokens.bin",
    "q8-1.bin",
    "q8-2.bin",
    "q8-webgpu.onnx",
    "q8-wasm.onnx",
    "q8-of-an-earlier-run.bin",
)


@pytest.fixture
def project(tmp_path: Path) -> Paths:
    paths = make_project(tmp_path)
    write(paths.site_src / "dist" / "web" / "main.js")
    write(paths.site_src / "dist" / "web" / "chunks" / "engine-1.js")
    for runtime in RUNTIMES:
        write(paths.site_src / "node_modules" / "onnxruntime-web" / "dist" / f"{runtime}.mjs")
        write(paths.site_src / "node_modules" / "onnxruntime-web" / "dist" / f"{runtime}.wasm")
    for name in MODEL_FILES:
        write(paths.variants("embedded") / name)
    (paths.variants("embedded") / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    paths.report("embedded").parent.mkdir()
    paths.report("embedded").write_text(json.dumps({"variants": {"q8": FIDELITY}}), encoding="utf-8")
    return paths


def copy_model(paths: Paths, slug: str) -> None:
    for place in (paths.variants, paths.traces):
        shutil.copytree(place("embedded"), place(slug))
    shutil.copyfile(paths.report("embedded"), paths.report(slug))


def published(paths: Paths, slug: str) -> dict[str, Any]:
    return json.loads((paths.site / "models" / slug / "manifest.json").read_text(encoding="utf-8"))


def write(path: Path, size: int = 100) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(path.name.encode() * size)


def files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def test_everything_lies_where_the_scripts_look_for_it(project: Paths) -> None:
    stage(project, project.site)
    traces = {f"traces/embedded/{prompt}/core.safetensors.gz" for prompt in ("cat", "one")}
    traces |= {f"traces/embedded/{prompt}/weights.safetensors.gz" for prompt in ("cat", "one")}
    traces |= {f"traces/embedded/{prompt}/continuation.safetensors.gz" for prompt in ("cat", "one")}
    traces |= {
        f"traces/embedded/{prompt}/{part}-{layer:02}.safetensors.gz"
        for prompt in ("cat", "one")
        for part in ("layer", "weights")
        for layer in range(N_LAYER)
    }
    runtimes = {f"assets/ort/{name}{suffix}" for name in RUNTIMES for suffix in (".mjs", ".wasm.gz")}
    model = {
        "manifest.json",
        "tokenizer.json.gz",
        "seen_tokens.bin",
        "q8-1.bin",
        "q8-2.bin",
        "q8-webgpu.onnx.gz",
        "q8-wasm.onnx.gz",
    }
    assert files(project.site) == {
        "assets/glassformer/main.js",
        "assets/glassformer/chunks/engine-1.js",
        "models/index.json",
        "traces/embedded/index.json",
        *traces,
        *runtimes,
        *(f"models/embedded/{name}" for name in model),
    }


def test_what_belongs_to_one_prompt_alone_is_staged_with_it(project: Paths) -> None:
    folder = project.traces("embedded")
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    stages = ["training/one/step-000000.safetensors", "training/one/step-000001.safetensors"]
    others = [f"one/{name}.safetensors" for name in ("ablation", "precision")]
    index["prompts"][0] |= {"ablation": others[0], "precision": others[1], "stages": stages}
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    for name in (*stages, *others, "training/index.json"):
        write(folder / name)
    stage(project, project.site)
    staged = files(project.site)
    assert "traces/embedded/training/index.json" in staged
    assert {f"traces/embedded/{name}.gz" for name in (*stages, *others)} <= staged


def test_the_published_manifest_says_how_close_each_variant_is(project: Paths) -> None:
    stage(project, project.site)
    variant = MANIFEST["variants"]["q8"]
    assert published(project, "embedded") == {**MANIFEST, "variants": {"q8": {**variant, "fidelity": FIDELITY}}}


def test_only_the_models_of_the_build_are_published(project: Paths) -> None:
    copy_model(project, "a--b")
    stage(project, project.site)
    assert {path.name for path in (project.site / "models").iterdir()} == {"embedded", "index.json"}
    Published(("embedded", "a--b")).write(project)
    stage(project, project.site)
    assert {path.name for path in (project.site / "traces").iterdir()} == {"embedded", "a--b"}
    chosen_from = json.loads((project.site / "models" / "index.json").read_text(encoding="utf-8"))
    assert chosen_from == [{"slug": slug, "name": "A model", "parameters": 5} for slug in ("embedded", "a--b")]
    Published(("gone",)).write(project)
    with pytest.raises(GlassformerError, match=r"gone.index.json is missing: run `glassformer build` with this model"):
        stage(project, project.site)


def test_shards_that_lie_elsewhere_are_not_in_the_site(project: Paths) -> None:
    Published(("embedded",), "https://example.org/models/").write(project)
    stage(project, project.site)
    assert published(project, "embedded")["shards_url"] == "https://example.org/models/embedded/"
    model = {path.name for path in (project.site / "models" / "embedded").iterdir()}
    assert model == {"manifest.json", "tokenizer.json.gz", "seen_tokens.bin", "q8-webgpu.onnx.gz", "q8-wasm.onnx.gz"}


def test_packed_files_unpack_to_their_source_and_are_the_same_each_time(project: Paths) -> None:
    stage(project, project.site)
    source = project.variants("embedded") / "q8-wasm.onnx"
    packed = project.site / "models" / "embedded" / "q8-wasm.onnx.gz"
    first = packed.read_bytes()
    assert gzip.decompress(first) == source.read_bytes()
    assert first[4:8] == b"\0\0\0\0"  # no time in the header
    for kept in (project.artifacts / "gzip").iterdir():
        kept.unlink()
    stage(project, project.site)
    assert packed.read_bytes() == first


def test_a_second_run_packs_nothing(project: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    stage(project, project.site)

    def refuse(*arguments: object, **settings: object) -> bytes:
        raise AssertionError("packed again")

    monkeypatch.setattr(staging.gzip, "compress", refuse)
    stage(project, project.site)


def test_what_is_no_longer_staged_is_no_longer_kept(project: Paths) -> None:
    stage(project, project.site)
    write(project.variants("embedded") / "q8-wasm.onnx", 200)
    before = set((project.artifacts / "gzip").iterdir())
    stage(project, project.site)
    after = set((project.artifacts / "gzip").iterdir())
    assert len(before - after) == len(after - before) == 1


def test_a_file_that_hosts_refuse_is_refused(project: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "LARGEST_FILE", 5_000)
    write(project.variants("embedded") / "q8-2.bin", 1_000)
    with pytest.raises(
        GlassformerError, match=r"^models/embedded/q8-2.bin has 8,000 bytes; a file of the site may have"
    ):
        stage(project, project.site)


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [
        ("site_src/dist/web", "run `npm run build` in site_src"),
        ("site_src/node_modules", "run `npm ci` in site_src"),
        ("model_artifacts/traces", "index.json is missing: run `glassformer build` with this model"),
        ("model_artifacts/variants", "manifest.json is missing: run `glassformer build` with this model"),
        ("model_artifacts/reports", "embedded.json is missing: run `glassformer build` with this model"),
    ],
)
def test_a_missing_part_is_named_with_its_remedy(project: Paths, missing: str, remedy: str) -> None:
    (project.root / missing).rename(project.root / "moved-away")
    with pytest.raises(GlassformerError, match=remedy):
        stage(project, project.site)
