"""``python -m glassformer.training``: train a small GPT-2, ship it, measure it."""

import json
import sys
from pathlib import Path
from typing import Annotated

import torch
import typer

from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError
from glassformer.files import write_atomically
from glassformer.training import run_folder
from glassformer.training.curve import draw, read_log
from glassformer.training.evaluate import quick_validation
from glassformer.training.loop import Budget, Trainer
from glassformer.training.loop import run as train_loop
from glassformer.training.settings import Settings

VALIDATION_WINDOWS = 6
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

Run = Annotated[Path, typer.Option(help="Folder of the run: text, state, log, checkpoints. Resumed if it exists.")]
Corpus = Annotated[Path | None, typer.Option(help="Folder of shards with SOURCES.tsv; without it, the small sample.")]
Minutes = Annotated[float | None, typer.Option(help="Stop after so many minutes.")]
Steps = Annotated[int | None, typer.Option(help="Stop after so many steps.")]
Decay = Annotated[
    float | None,
    typer.Option(help="End a copy of the run: learning rates fall to 0 within so many minutes. The run can go on."),
]
Threads = Annotated[int, typer.Option(help="CPU threads; 0 leaves it to PyTorch.")]
DEFAULT_RUN = Path(".cache/training")


@app.command()
def train(
    corpus: Corpus = None,
    run: Run = DEFAULT_RUN,
    minutes: Minutes = None,
    steps: Steps = None,
    decay_minutes: Decay = None,
    threads: Threads = 0,
    compiled: Annotated[bool, typer.Option("--compile", help="torch.compile: slow to start, faster after.")] = False,
) -> None:
    """Train, or go on training, within the given minutes or steps."""
    if threads:
        torch.set_num_threads(threads)
    settings = run_folder.prepare(run, corpus, Settings(), say=typer.echo)
    training, held_out = run_folder.streams(run)
    if decay_minutes is not None:
        settings = settings.in_decay()
    trainer = Trainer(settings, training, compiled)
    stable = run / run_folder.STATE_FILE
    if stable.exists():
        trainer.load(stable)
        typer.echo(f"Resumed at step {trainer.step:,}, {trainer.seconds / 60:.1f} minutes in.")
    elif decay_minutes is not None:
        raise GlassformerError(f"{run}: no {run_folder.STATE_FILE} to decay from; train first")
    decay = decay_minutes is not None
    limit = decay_minutes if decay_minutes is not None else minutes
    budget = Budget(float("inf") if limit is None else limit, steps)
    train_loop(
        trainer, run, budget, decay, quick_validation(held_out, settings.n_ctx, VALIDATION_WINDOWS), say=typer.echo
    )
    write_atomically(run / "curve.svg", draw(read_log(run)).encode())
    typer.echo(f"Stopped after step {trainer.step:,}. State, log.csv and curve.svg are in {run}.")


@app.command()
def ship(run: Run = DEFAULT_RUN, to: Annotated[Path | None, typer.Option(help="Checkpoint folder.")] = None) -> None:
    """Turn the run's decayed weights into the checkpoint that transformers loads."""
    from glassformer.training.shipping import ship as ship_run

    folder = to or Paths(find_root()).embedded
    ship_run(run, folder)
    typer.echo(f"Wrote {folder}.")


@app.command()
def measure(
    run: Run = DEFAULT_RUN,
    windows: Annotated[int, typer.Option(help="Windows of each held-out part.")] = 48,
) -> None:
    """Measure the embedded checkpoint on the run's held-out text and write training/evaluation.json."""
    from glassformer.training.measuring import measure as measure_model

    folder = Paths(find_root()).embedded
    result = measure_model(folder, run, windows)
    path = folder / "training" / "evaluation.json"
    write_atomically(path, (json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())
    typer.echo(f"Wrote {path}.")


@app.command()
def watch(run: Run = DEFAULT_RUN) -> None:
    """Write brief traces of the run's checkpoints to the embedded model's training folder."""
    from glassformer.training.watch import watch as watch_run

    watch_run(run, Paths(find_root()).embedded)


@app.command()
def card(run: Run = DEFAULT_RUN) -> None:
    """Write the embedded model's card from its measurements."""
    from glassformer.training.card import write_card

    write_card(Paths(find_root()).embedded, run)


@app.command()
def samples(corpus: Annotated[Path, typer.Option(help="Folder of shards with SOURCES.tsv.")]) -> None:
    """Write the committed samples of the corpus to tests/fixtures."""
    from glassformer.training.sample import HELD_OUT_BYTES, SAMPLE_BYTES, write_sample

    training, held_out = run_folder.documents(corpus, typer.echo)
    fixtures = find_root() / "tests" / "fixtures"
    n_held = write_sample(fixtures / "heldout.txt.xz", held_out, HELD_OUT_BYTES)
    n_train = write_sample(fixtures / "train-sample.txt.xz", training, SAMPLE_BYTES)
    typer.echo(f"Wrote {n_held} held-out documents and {n_train} to train on.")


def main() -> None:
    """Run a command; a mistake of the caller ends in one line on stderr and exit code 2."""
    try:
        app()
    except (GlassformerError, ValueError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
