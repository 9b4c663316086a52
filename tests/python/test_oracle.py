"""The reference model lives no longer than it is used: at full size it is half a gigabyte."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import tiny_checkpoints
from glassformer.checkpoint import load
from glassformer.oracle import Oracle


def test_it_is_freed_when_the_last_user_lets_go(tmp_path: Path) -> None:
    checkpoint = load(str(tiny_checkpoints.make(tmp_path / "tiny")))
    gc.disable()
    try:
        oracle = Oracle(checkpoint.config, checkpoint.tensors())
        assert "logits" in oracle.run([1, 2, 3])
        model = weakref.ref(oracle.model)
        del oracle
        assert model() is None
    finally:
        gc.enable()
