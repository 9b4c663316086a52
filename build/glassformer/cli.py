"""The command ``glassformer``: one sub-command a step, which first runs the outdated steps that it builds on.

Modules that import heavy packages are imported where they are used, so that ``--help`` answers at once.
"""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glassformer import __version__
from glassformer.cli_output import print_findings, print_tables, print_trace, run_step
from glassformer.config import EMBEDDED, Paths, find_root
from glassformer.errors import GlassformerError

if TYPE_CHECKING:
    from glassformer.checkpoint import Checkpoint

app = typer.Typer(
    name="glassformer",
    help="Build a site that shows how GPT-2 works, with the model's own numbers.",
    epilog="Example: glassformer build --model embedded --model openai-community/gpt2",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Models = Annotated[
    list[str],
    typer.Option(
        "--model",
        metavar="MODEL",
        help="embedded, a local folder, or a hub id such as openai-community/gpt2[@revision]; may be repeated.",
    ),
]
AllowPickle = Annotated[
    bool, typer.Option("--allow-pickle", help="Also read pytorch_model.bin, if you trust its author.")
]
ModelsUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Another origin that readers fetch the weights from, such as a bucket; they are told. Upload the .bin "
        "files of model_artifacts/variants there, a folder a model.",
    ),
]
DEFAULT = [EMBEDDED]
UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EROFS)


@app.command(epilog="Example: glassformer export --model path/to/checkpoint")
def export(model: Models = DEFAULT, allow_pickle: AllowPickle = False) -> None:
    """Export checkpoints to fp32 ONNX graphs that give every internal tensor."""
    from glassformer.steps import export_step

    paths = _paths()
    for checkpoint in _load(model, allow_pickle):
        run_step(export_step(paths, checkpoint))


@app.command(epilog="Example: glassformer variants --model embedded")
def variants(model: Models = DEFAULT, allow_pickle: AllowPickle = False) -> None:
    """Make the small browser variants: q8 and q4, each for WebGPU and wasm."""
    from glassformer.steps import export_step, variants_step

    paths = _paths()
    for checkpoint in _load(model, allow_pickle):
        run_step(export_step(paths, checkpoint))
        run_step(variants_step(paths, checkpoint))


@app.command(epilog='Example: glassformer trace "The cat sat on the" --out cat.safetensors')
def trace(
    text: Annotated[
        str | None, typer.Argument(help="A text of your own; without it, all of content/prompts.yml.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the text's core trace to this .safetensors file.")] = None,
    model: Models = DEFAULT,
    allow_pickle: AllowPickle = False,
) -> None:
    """Record every internal tensor for one text, or for all example prompts."""
    from glassformer.steps import export_step, traces_step, variants_step

    if out and text is None:
        raise GlassformerError(
            '--out needs a text, as in: glassformer trace "The cat sat on the" --out cat.safetensors'
        )
    if out and len(model) > 1:
        raise GlassformerError(f"--out takes the trace of one model, not of {len(model)}")
    if out and out.suffix != ".safetensors":
        raise GlassformerError(f"--out {out}: allowed: a name that ends in .safetensors")
    paths = _paths()
    for checkpoint in _load(model, allow_pickle):
        if text is None:
            for step in (export_step, variants_step, traces_step):
                run_step(step(paths, checkpoint))
        else:
            _trace_one(paths, checkpoint, text, out)


def _trace_one(paths: Paths, checkpoint: Checkpoint, text: str, out: Path | None) -> None:
    from glassformer.files import write_atomically
    from glassformer.runner import GraphRunner
    from glassformer.steps import export_step
    from glassformer.trace import encode_text, files
    from glassformer.trace import trace as trace_text
    from glassformer.trace_set import metadata
    from glassformer.vocabulary import Vocabulary

    vocabulary = Vocabulary(checkpoint.tokenizer)
    encode_text(vocabulary, text, checkpoint.config.n_ctx)  # refuses a text that the model cannot read
    run_step(export_step(paths, checkpoint))
    result = trace_text(GraphRunner(paths.graph(checkpoint.slug), checkpoint.config), vocabulary, text)
    if out:
        contents = files(result, vocabulary, metadata(checkpoint.as_json(), None))
        write_atomically(out, contents["core.safetensors"])
    print_trace(result, vocabulary, checkpoint.name)


@app.command(epilog="Example: glassformer verify --model embedded")
def verify(model: Models = DEFAULT, allow_pickle: AllowPickle = False) -> None:
    """Compare transformers, the fp32 graph and each variant; write the fidelity report."""
    from glassformer.inspect import inspect
    from glassformer.steps import export_step, report_step, variants_step

    paths = _paths()
    for checkpoint in _load(model, allow_pickle):
        for step in (export_step, variants_step, report_step):
            run_step(step(paths, checkpoint))
        print_tables(inspect(paths.report(checkpoint.slug)))


@app.command(epilog="Example: glassformer figures")
def figures() -> None:
    """Draw the figures of all pages from the traces."""
    from glassformer.steps import frontend_step

    paths = _paths()
    run_step(frontend_step(paths))
    _draw(paths)


@app.command(epilog="Example: SITE_URL=https://example.org/glassformer/ glassformer site")
def site() -> None:
    """Render the pages again, and put the models of the last build, traces and runtimes beside them."""
    from glassformer.steps import frontend_step, site_step

    paths = _paths()
    run_step(frontend_step(paths))
    run_step(site_step(paths))


@app.command(epilog="Example: glassformer build --model embedded --model openai-community/gpt2")
def build(model: Models = DEFAULT, allow_pickle: AllowPickle = False, models_url: ModelsUrl = None) -> None:
    """Run every step: checkpoint to graph, variants, traces, report, figures and site."""
    from glassformer.prompts import load_prompts, prompts_for
    from glassformer.published import Published, checked_models_url
    from glassformer.steps import export_step, frontend_step, report_step, site_step, traces_step, variants_step

    paths = _paths()
    elsewhere = checked_models_url(models_url) if models_url else None
    load_prompts(paths.prompts)  # refuses a broken list before anything is downloaded or made
    checkpoints = _load(model, allow_pickle)
    for checkpoint in checkpoints:
        prompts_for(checkpoint.id, paths.prompts)
    for checkpoint in checkpoints:
        for step in (export_step, variants_step, traces_step, report_step):
            run_step(step(paths, checkpoint))
    Published(tuple(checkpoint.slug for checkpoint in checkpoints), elsewhere).write(paths)
    run_step(frontend_step(paths))
    _draw(paths)
    run_step(site_step(paths))


@app.command(epilog="Example: glassformer inspect model_artifacts/variants/embedded/manifest.json")
def inspect(
    file: Annotated[Path, typer.Argument(help="A trace, manifest, index, report, ONNX graph or weights.")],
) -> None:
    """Show what is in a file of the pipeline."""
    from glassformer.inspect import inspect as tables

    print_tables(tables(file))


@app.command(epilog="Example: glassformer doctor")
def doctor() -> None:
    """Show what this machine has and lacks. Exit code 1 if something that a build needs is missing."""
    from glassformer.doctor import examine

    findings = examine(_paths())
    print_findings(findings)
    raise typer.Exit(int(any(finding.state == "missing" for finding in findings)))


def _version(asked: bool) -> None:
    if asked:
        print(f"glassformer {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; an error that a user can mend is one line on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a character shows "?" in its place
            stream.reconfigure(errors="replace")
    try:
        app()
    except GlassformerError as error:
        _fail(str(error))
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror}; nothing was left half written, and finished steps are kept")


def _fail(message: str) -> None:
    print(f"glassformer: {message}", file=sys.stderr)
    sys.exit(2)


def _paths() -> Paths:
    return Paths(find_root())


def _load(refs: Sequence[str], allow_pickle: bool) -> list[Checkpoint]:
    """All checkpoints, checked before any step writes something."""
    from glassformer.checkpoint import load

    checkpoints = [load(ref, allow_pickle=allow_pickle) for ref in refs]
    slugs = [checkpoint.slug for checkpoint in checkpoints]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise GlassformerError(f"--model: {slug} is named twice; each model needs a name of its own")
    return checkpoints


def _draw(paths: Paths) -> None:
    from glassformer.cli_output import working
    from glassformer.figures import draw_figures

    with working("figures") as done:
        done(f"{draw_figures(paths)} drawn or up to date")
