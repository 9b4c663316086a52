"""The steps of the pipeline: what each reads, what it makes, and which function does it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from glassformer.artefacts import Say, Step
from glassformer.checkpoint import Checkpoint
from glassformer.config import GRAPH_FILE, Paths
from glassformer.published import Published, published_file

STAMPS = "stamps"
CALIBRATION = Path("tests/fixtures/train-sample.txt.xz")  # weights are rounded by it, and judged by another
HELDOUT = Path("tests/fixtures/heldout.txt.xz")


def export_step(paths: Paths, checkpoint: Checkpoint) -> Step:
    """The fp32 graph of a checkpoint."""

    def make(target: Path, say: Say) -> None:
        from glassformer.export import export

        say("optimum traces the forward pass")
        export(checkpoint.config, checkpoint.tensors(), target)

    return Step(
        f"export {checkpoint.slug}",
        paths.onnx(checkpoint.slug),
        make,
        paths.artifacts / STAMPS,
        ("glassformer.export",),
        parameters={"checkpoint": checkpoint.sha256},
        packages=("onnx", "optimum-onnx", "torch", "transformers"),
    )


def variants_step(paths: Paths, checkpoint: Checkpoint) -> Step:
    """The browser variants of an exported graph, and their manifest."""
    graph, sample = paths.onnx(checkpoint.slug), paths.root / CALIBRATION

    def make(target: Path, say: Say) -> None:
        from glassformer import variants
        from glassformer.calibrate import PASSAGES, WINDOW
        from glassformer.sample_text import read_tokens
        from glassformer.vocabulary import Vocabulary

        tokens = read_tokens(sample, Vocabulary(checkpoint.tokenizer), at_least=PASSAGES * WINDOW)
        variants.make(graph / GRAPH_FILE, target, checkpoint.as_json(), checkpoint.browser_files, tokens, say)

    return Step(
        f"variants {checkpoint.slug}",
        paths.variants(checkpoint.slug),
        make,
        paths.artifacts / STAMPS,
        ("glassformer.variants", "glassformer.sample_text"),
        files={"graph": graph, sample.name: sample, **checkpoint.browser_files},
        parameters={"model": json.dumps(checkpoint.as_json(), sort_keys=True)},
        packages=("numpy", "onnx", "onnxruntime", "tokenizers", "torch"),
    )


def traces_step(paths: Paths, checkpoint: Checkpoint) -> Step:
    """The traces of the model's example prompts, how its variants predict them, and their index."""
    graph, variants = paths.onnx(checkpoint.slug), paths.variants(checkpoint.slug)
    stages = checkpoint.folder / "training"

    def make(target: Path, say: Say) -> str:
        from glassformer.prompts import prompts_for
        from glassformer.trace_set import write_traces

        prompts = prompts_for(checkpoint.id, paths.prompts)
        start = time.monotonic()
        numbers = {prompt.id: number for number, prompt in enumerate(prompts, 1)}
        write_traces(
            graph / GRAPH_FILE,
            checkpoint,
            prompts,
            target,
            variants,
            lambda prompt: say(f"{prompt.id} ({numbers[prompt.id]} of {len(prompts)})"),
        )
        return f"{len(prompts)} prompts, {len(prompts) / (time.monotonic() - start):.1f} a second"

    return Step(
        f"traces {checkpoint.slug}",
        paths.traces(checkpoint.slug),
        make,
        paths.artifacts / STAMPS,
        ("glassformer.trace_set",),
        files={
            "graph": graph,
            "variants": variants,
            paths.prompts.name: paths.prompts,
            **checkpoint.browser_files,
            **({stages.name: stages} if stages.is_dir() else {}),
        },
        parameters={"model": json.dumps(checkpoint.as_json(), sort_keys=True)},
        packages=("glassformer", "numpy", "onnxruntime", "safetensors", "tokenizers"),
    )


def report_step(paths: Paths, checkpoint: Checkpoint) -> Step:
    """The fidelity report: transformers, the fp32 graph and the variants compared."""
    graph, variants, heldout = paths.onnx(checkpoint.slug), paths.variants(checkpoint.slug), paths.root / HELDOUT

    def make(target: Path, say: Say) -> None:
        from glassformer.verify import verify

        report = verify(checkpoint, graph / GRAPH_FILE, variants, heldout, say)
        target.write_text(json.dumps(report, sort_keys=True, indent=1) + "\n", encoding="utf-8")

    return Step(
        f"verify {checkpoint.slug}",
        paths.report(checkpoint.slug),
        make,
        paths.artifacts / STAMPS,
        ("glassformer.verify",),
        files={"graph": graph, "variants": variants, heldout.name: heldout},
        parameters={"model": json.dumps(checkpoint.as_json(), sort_keys=True)},
        packages=("numpy", "onnxruntime", "torch", "transformers"),
    )


def frontend_step(paths: Paths) -> Step:
    """The browser's script, and the bundle that draws the figures in Node."""
    settings = ("package-lock.json", "package.json", "tsconfig.json", "vite.config.ts", "katex-styles.config.ts")

    def make(target: Path, say: Say) -> None:
        from glassformer.frontend import build_frontend

        build_frontend(paths.site_src, target, say)

    return Step(
        "frontend",
        paths.site_src / "dist",
        make,
        paths.artifacts / STAMPS,
        ("glassformer.frontend",),
        files={"src": paths.site_src / "src", **{name: paths.site_src / name for name in settings}},
    )


def site_step(paths: Paths) -> Step:
    """The pages of all languages, and everything that they fetch."""
    published = Published.read(paths)
    models = {
        f"{name} {slug}": place(slug)
        for slug in published.models
        for name, place in (("traces", paths.traces), ("variants", paths.variants), ("report", paths.report))
    }
    folders = {
        "content": paths.content,
        "overrides": paths.site_src / "overrides",
        "scripts": paths.site_src / "dist",
        "lock": paths.site_src / "package-lock.json",
        "published": published_file(paths),
        **models,
    }

    def make(target: Path, say: Say) -> None:
        from glassformer.mkdocs_site import build_site

        say("MkDocs renders the pages")
        build_site(paths)

    return Step(
        "site",
        paths.site,
        make,
        paths.artifacts / STAMPS,
        ("glassformer.mkdocs_site", "glassformer.directives", "glassformer.traced"),
        files=folders | {path.name: path for path in sorted(paths.root.glob("mkdocs*.yml"))},
        parameters={"SITE_URL": os.environ.get("SITE_URL", "")},
        packages=("jieba", "jinja2", "markdown", "mkdocs", "mkdocs-material", "pymdown-extensions"),
        renames=False,
    )
