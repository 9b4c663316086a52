"""The training loop: a stable phase that can always be continued, and a decay that ends a copy of it.

A run is a folder: `train.npz` and `held_out.npz` (token streams), `state.pt` (weights, optimizers, step), `log.csv`,
`checkpoints/` (weights at steps 0, 1, 2, 4, 8, ...). What a step does depends on the seed and the step alone.
"""

import csv
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from transformers import GPT2LMHeadModel

from glassformer.training.loss import Sampler, cross_entropy
from glassformer.training.model import new_model
from glassformer.training.pack import D_VOCAB, Batches, Windows
from glassformer.training.repeats import Repeats
from glassformer.training.settings import Settings

LOG_EVERY = 20
SAVE_SECONDS = 180.0
LOG_FIELDS = ("phase", "step", "tokens", "seconds", "learning_rate", "loss", "validation_loss")


@dataclass(frozen=True)
class Budget:
    """When to stop: after so many minutes or steps, whichever comes first."""

    minutes: float = float("inf")
    steps: int | None = None

    def progress(self, seconds: float, steps: int) -> float:
        """The part of the budget that is used up, 1 at its end."""
        by_time = seconds / (60 * self.minutes) if self.minutes > 0 else 1.0
        by_steps = 0.0 if self.steps is None else steps / self.steps if self.steps > 0 else 1.0
        return max(by_time, by_steps)


class Trainer:
    """A model, its optimizers and the data of a run."""

    def __init__(self, settings: Settings, streams: dict[str, np.ndarray], compiled: bool = False) -> None:
        self.settings = settings
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.step = 0
        self.seconds = 0.0
        self.decay_from: int | None = None
        counts = np.zeros(D_VOCAB, dtype=np.int64)
        for stream in streams.values():
            counts += np.bincount(stream, minlength=D_VOCAB)
        seen = np.flatnonzero(counts)
        self.batches = Batches(Windows(streams, settings.n_ctx + 1, settings.seed), settings.batch_size)
        self.repeats = Repeats(settings, seen, counts[seen] / counts.sum())
        self.sampler = Sampler(counts, settings.n_frequent, settings.n_sampled, settings.seed)
        self.model = new_model(settings)
        self.model.to(self.device)  # pyright: ignore[reportArgumentType] (a decorator hides its signature)
        self.model.train()
        if compiled:
            self.model.set_attn_implementation("eager")  # plain operations, which the compiler fuses
        self.optimizers = make_optimizers(self.model, settings)
        self.wte = self.model.transformer.wte.weight
        self.wte.grad = torch.zeros_like(self.wte)
        self._loss: Callable[..., Tensor] = (
            torch.compile(self._loss_of_rows, dynamic=False) if compiled else self._loss_of_rows
        )

    def train_step(self, scale: float) -> float:
        """One update at `scale` times the stable learning rates; returns the loss in nats per token."""
        tokens, weight = self.repeats.apply(self.batches.batch(self.step), self.step)
        candidates = self.sampler.draw(self.step)
        ids = torch.from_numpy(tokens)
        # Only these rows of wte take part in the step: a dense gradient of 50,257 rows would cost a third of it.
        used = torch.cat([ids.flatten(), candidates.ids]).to(self.device)
        rows = self.wte.detach()[used].requires_grad_()
        loss = self._loss(
            rows,
            ids.to(self.device),
            candidates.ids.to(self.device),
            candidates.log_weight.to(self.device),
            torch.from_numpy(weight).to(self.device),
        )
        loss.backward()
        assert self.wte.grad is not None and rows.grad is not None
        self.wte.grad.index_add_(0, used, rows.grad)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.settings.clip)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["stable_lr"] * scale
            optimizer.step()
        for parameter in self.model.parameters():
            if parameter is not self.wte:
                parameter.grad = None
        self.wte.grad[used] = 0
        self.step += 1
        return float(loss.detach())

    def _loss_of_rows(
        self, rows: Tensor, ids: Tensor, candidates: Tensor, log_weight: Tensor, weight: Tensor
    ) -> Tensor:
        batch, length = ids.shape
        d_model = rows.shape[1]
        text_rows = rows[: batch * length].view(batch, length, d_model)
        targets = ids[:, 1:].reshape(-1)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            hidden = self.model.transformer(inputs_embeds=text_rows[:, :-1]).last_hidden_state  # [batch, T, d_model]
            return cross_entropy(
                hidden.reshape(-1, d_model),
                text_rows[:, 1:].reshape(-1, d_model),
                rows[batch * length :],
                log_weight,
                targets[:, None] == candidates[None, :],
                weight[:, 1:].reshape(-1),
            )

    def state(self) -> dict[str, object]:
        """All that a later process needs to go on."""
        return {
            "settings": asdict(self.settings),
            "step": self.step,
            "decay_from": self.decay_from,
            "seconds": self.seconds,
            "model": self.model.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
        }

    def load(self, path: Path) -> None:
        """Go on from a saved state. Raises ValueError if it belongs to a model of another shape."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        for name in ("n_layer", "n_head", "n_embd", "n_ctx", "optimizer"):
            theirs, ours = state["settings"][name], getattr(self.settings, name)
            if theirs != ours:
                raise ValueError(f"{path} has {name} = {theirs}, this run {ours}")
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            rates = [group["stable_lr"] for group in optimizer.param_groups]
            optimizer.load_state_dict(saved)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["stable_lr"] = rate
        self.step, self.seconds = state["step"], state["seconds"]


def make_optimizers(model: GPT2LMHeadModel, settings: Settings) -> list[torch.optim.Optimizer]:
    """Muon for the blocks' matrices (Jordan et al. 2024), AdamW for everything else."""
    matrices = [p for p in model.transformer.h.parameters() if p.ndim == 2]
    embedding = model.transformer.wte.weight
    rest = [model.transformer.wpe.weight, *(p for p in model.transformer.h.parameters() if p.ndim == 1)]
    rest += list(model.transformer.ln_f.parameters())
    groups = [
        {"params": [embedding], "lr": settings.lr_embedding},
        {"params": rest, "lr": settings.lr_rest},
    ]
    if settings.optimizer == "adamw":
        groups.append({"params": matrices, "lr": settings.lr_matrices, "weight_decay": settings.weight_decay})
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    ]
    if settings.optimizer == "muon":
        optimizers.append(
            torch.optim.Muon(
                matrices, settings.lr_matrices, weight_decay=settings.weight_decay, adjust_lr_fn="match_rms_adamw"
            )
        )
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["stable_lr"] = group["lr"]
    return optimizers


def run(
    trainer: Trainer,
    folder: Path,
    budget: Budget,
    decay: bool,
    validate: Callable[[GPT2LMHeadModel], float],
    say: Callable[[str], None] = print,
    validate_every: int = 1000,
) -> None:
    """Train until the budget is used up. A decay writes to `folder/decayed` and leaves the stable state in place."""
    target = folder / "decayed" if decay else folder
    target.mkdir(parents=True, exist_ok=True)
    trainer.decay_from = trainer.step if decay else None
    start_step, start_seconds, began, saved = trainer.step, trainer.seconds, time.monotonic(), time.monotonic()
    losses: list[float] = []
    if not decay and trainer.step == 0:
        save_checkpoint(folder, trainer)
    while True:
        progress = budget.progress(time.monotonic() - began, trainer.step - start_step)
        if progress >= 1:
            break
        scale = min(1.0, (trainer.step + 1) / trainer.settings.warmup) * (1 - progress if decay else 1.0)
        losses.append(trainer.train_step(scale))
        trainer.seconds = start_seconds + time.monotonic() - began
        validating = trainer.step % validate_every == 0
        if not np.isfinite(losses[-1]):
            raise FloatingPointError(f"the loss is {losses[-1]} at step {trainer.step}")
        if validating or trainer.step % LOG_EVERY == 0:
            loss = validate(trainer.model) if validating else None
            mean = float(np.mean(losses))
            write_log(target, trainer, "decay" if decay else "stable", scale, mean, loss)
            say(f"step {trainer.step:,}: {mean:.3f} nats" + (f", held out {loss:.3f}" if loss is not None else ""))
            losses.clear()
        if not decay and trainer.step & (trainer.step - 1) == 0:
            save_checkpoint(folder, trainer)
        if time.monotonic() - saved > SAVE_SECONDS:
            save_state(target, trainer)
            saved = time.monotonic()
    save_state(target, trainer)


def save_state(folder: Path, trainer: Trainer) -> None:
    """Write state.pt, atomically."""
    temporary = folder / "state.tmp"
    torch.save(trainer.state(), temporary)
    temporary.replace(folder / "state.pt")


def save_checkpoint(folder: Path, trainer: Trainer) -> None:
    """fp16 weights of this step, for watching the model learn."""
    path = folder / "checkpoints" / f"step-{trainer.step:06d}.pt"
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = {name: tensor.half() for name, tensor in trainer.model.transformer.state_dict().items()}
    torch.save(weights, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").replace(path)


def write_log(folder: Path, trainer: Trainer, phase: str, scale: float, loss: float, validation: float | None) -> None:
    """Append one row to log.csv."""
    path = folder / "log.csv"
    new = not path.exists()
    tokens = trainer.step * trainer.settings.batch_size * trainer.settings.n_ctx
    row = [phase, trainer.step, tokens, f"{trainer.seconds:.1f}", f"{scale * trainer.settings.lr_matrices:.3g}"]
    with path.open("a", newline="") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(LOG_FIELDS)
        writer.writerow([*row, f"{loss:.4f}", "" if validation is None else f"{validation:.4f}"])
