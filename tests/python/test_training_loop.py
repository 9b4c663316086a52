"""A run that stops and resumes is the run that did not stop; a decay leaves the run as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from glassformer.training.curve import draw, read_log
from glassformer.training.loop import Budget, Trainer, run
from glassformer.training.loss import Sampler, cross_entropy
from glassformer.training.repeats import Repeats
from glassformer.training.settings import Settings

TINY = Settings(n_layer=1, n_head=2, n_embd=16, n_ctx=32, batch_size=4, warmup=4, n_frequent=50, n_sampled=50)


@pytest.fixture(scope="module")
def streams() -> dict[str, np.ndarray]:
    pattern = np.random.default_rng(0).integers(0, 300, 40)
    return {"prose": np.tile(pattern, 200).astype(np.uint16)}


def _train(folder: Path, streams: dict[str, np.ndarray], steps: int, decay: bool = False) -> dict[str, torch.Tensor]:
    trainer = Trainer(TINY, streams)
    if (folder / "state.pt").exists():
        trainer.load(folder / "state.pt")
    run(trainer, folder, Budget(steps=steps), decay, validate=lambda model: 1.0, say=lambda line: None)
    return {name: tensor.clone() for name, tensor in trainer.model.state_dict().items()}


def test_stop_and_resume(tmp_path: Path, streams: dict[str, np.ndarray]) -> None:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums in one order
    try:
        straight = _train(tmp_path / "straight", streams, 24)
        _train(tmp_path / "slices", streams, 7)
        stable = (tmp_path / "slices" / "state.pt").read_bytes()
        _train(tmp_path / "slices", streams, 5, decay=True)
        assert (tmp_path / "slices" / "state.pt").read_bytes() == stable
        resumed = _train(tmp_path / "slices", streams, 17)
    finally:
        torch.set_num_threads(threads)
    assert all(torch.equal(straight[name], resumed[name]) for name in straight)
    steps = sorted(path.stem for path in (tmp_path / "slices" / "checkpoints").iterdir())
    assert steps == [f"step-{step:06d}" for step in (0, 1, 2, 4, 8, 16)]


def test_the_loss_falls_and_is_drawn(tmp_path: Path, streams: dict[str, np.ndarray]) -> None:
    _train(tmp_path, streams, 80)
    rows = read_log(tmp_path)
    assert rows[-1]["loss"] < rows[0]["loss"] - 0.8
    assert rows[-1]["tokens"] == 80 * 4 * 32
    assert draw(rows).count("<polyline") == 1


def test_another_shape_is_refused(tmp_path: Path, streams: dict[str, np.ndarray]) -> None:
    _train(tmp_path, streams, 1)
    with pytest.raises(ValueError, match="has n_layer = 1, this run 2"):
        Trainer(Settings(**{**vars(TINY), "n_layer": 2}), streams).load(tmp_path / "state.pt")


def test_sampled_softmax_estimates_the_full_one() -> None:
    rng = np.random.default_rng(0)
    counts = np.zeros(50257, dtype=np.int64)
    counts[:2000] = 1 + 1000 // (1 + np.arange(2000))
    generator = torch.Generator().manual_seed(0)
    table = torch.randn(50257, 8, generator=generator) * 0.7
    hidden = torch.randn(64, 8, generator=generator)
    targets = torch.from_numpy(rng.choice(2000, 64, p=counts[:2000] / counts.sum()))
    full = torch.nn.functional.cross_entropy(hidden @ table[:2000].T, targets)

    def sampled(n_frequent: int, n_sampled: int, step: int) -> float:
        drawn = Sampler(counts, n_frequent, n_sampled, seed=0).draw(step)
        is_target = targets[:, None] == drawn.ids[None]
        loss = cross_entropy(hidden, table[targets], table[drawn.ids], drawn.log_weight, is_target, torch.ones(64))
        return float(loss)

    assert sampled(0, 0, 0) == pytest.approx(float(full), abs=1e-4)
    assert np.mean([sampled(100, 400, step) for step in range(40)]) == pytest.approx(float(full), abs=0.05)


def test_repeats_repeat_and_do_not_ask_for_the_unpredictable() -> None:
    settings = Settings(repeat_share=1.0, repeat_random=1.0)
    repeats = Repeats(settings, np.arange(1000), np.full(1000, 1e-3))
    batch = np.full((50, 257), 5000)
    tokens, weight = repeats.apply(batch, step=3)
    again, _ = repeats.apply(batch, step=3)
    assert np.array_equal(tokens, again)
    assert (batch == 5000).all()
    for row, weights in zip(tokens, weight, strict=True):
        first_copy = row[weights == 0]
        assert 8 <= len(first_copy) <= 100
        later = row[np.flatnonzero(weights == 0)[-1] + 1 :]
        assert np.isin(later, first_copy).mean() > 0.25


def test_passages_of_few_tokens_use_each_several_times() -> None:
    settings = Settings(repeat_share=1.0, repeat_random=1.0, repeat_few=1.0, repeat_period=(60, 60))
    repeats = Repeats(settings, np.arange(1000), np.full(1000, 1e-3))
    tokens, weight = repeats.apply(np.full((20, 257), 5000), step=3)
    for row, weights in zip(tokens, weight, strict=True):
        passage = row[weights == 0]
        assert len(passage) == 60 and len(np.unique(passage)) <= 21


def test_a_budget_of_no_steps_is_used_up() -> None:
    assert Budget(steps=0).progress(0.0, 0) == 1.0
