"""Facts about how the embedded model was trained, from the record that the training left beside it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glassformer.config import EMBEDDED
from glassformer.errors import GlassformerError


@dataclass(frozen=True)
class TrainingRecord:
    """``training/index.json``, the run, and ``training/evaluation.json``, what was measured at its end."""

    run: Mapping[str, Any]
    measured: Mapping[str, Any]

    def loss(self, checkpoint: int) -> float:
        """Nats per token on held-out text."""
        return self.run["checkpoints"][checkpoint]["validation_loss"]

    @property
    def steps(self) -> int:
        return self.run["checkpoints"][-1]["step"]

    def best_head(self, score: str) -> Mapping[str, Any]:
        return max(self.measured["heads"], key=lambda head: head[score])

    def bytes_per_token(self) -> float:
        """How much text a token holds, over the held-out text that was measured."""
        measured = self.measured["losses"]
        held = sum(part["tokens"] * part["nats_per_token"] / (part["bits_per_byte"] * math.log(2)) for part in measured)
        return held / sum(part["tokens"] for part in measured)

    def mean_of_heads(self, score: str) -> float:
        heads = self.measured["heads"]
        return sum(head[score] for head in heads) / len(heads)


def training_record(artifacts: Path) -> TrainingRecord:
    """Raises GlassformerError when the record is missing."""
    folder = artifacts / EMBEDDED / "training"
    try:
        run, measured = (
            json.loads((folder / name).read_text(encoding="utf-8")) for name in ("index.json", "evaluation.json")
        )
    except FileNotFoundError as error:
        raise GlassformerError(f"{error.filename}: the record of the training is missing") from error
    return TrainingRecord(run, measured)


def _head(score: str) -> Callable[[TrainingRecord], str]:
    return lambda record: "{block}.{head}".format(**record.best_head(score))


TRAINING_FACTS: Mapping[str, Callable[[TrainingRecord], str]] = {
    "training_steps": lambda record: f"{record.steps:,}",
    "training_tokens_read": lambda record: f"{record.steps * record.run['tokens_per_step'] / 1e6:.1f} million",
    "training_tokens_per_step": lambda record: f"{record.run['tokens_per_step']:,}",
    "training_loss_first": lambda record: f"{record.loss(0):.2f}",
    "training_loss_last": lambda record: f"{record.loss(-1):.2f}",
    "training_choices_first": lambda record: f"{math.exp(record.loss(0)):,.0f}",
    "training_choices_last": lambda record: f"{math.exp(record.loss(-1)):,.0f}",
    "measured_bytes_per_token": lambda record: f"{record.bytes_per_token():.1f}",
    "measured_loss": lambda record: f"{record.measured['total']['nats_per_token']:.2f}",
    "measured_ngram_loss": lambda record: f"{record.measured['total']['ngram_nats_per_token']:.2f}",
    "measured_cloze": lambda record: f"{record.measured['cloze']['model']:.0%}",
    "measured_cloze_ngram": lambda record: f"{record.measured['cloze']['ngram']:.0%}",
    "measured_first_copy": lambda record: f"{record.measured['induction']['first_copy']:.1%}",
    "measured_second_copy": lambda record: f"{record.measured['induction']['second_copy']:.1%}",
    "measured_previous_head": _head("previous_token"),
    "measured_previous": lambda record: f"{record.best_head('previous_token')['previous_token']:.0%}",
    "measured_induction_head": _head("induction"),
    "measured_induction": lambda record: f"{record.best_head('induction')['induction']:.0%}",
    "measured_sink_head": _head("first_position"),
    "measured_sink": lambda record: f"{record.best_head('first_position')['first_position']:.0%}",
    "measured_sink_mean": lambda record: f"{record.mean_of_heads('first_position'):.0%}",
}
