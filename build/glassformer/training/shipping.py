"""The end of a run -> the embedded checkpoint: unseen tokens set aside, fp16, and the list of seen tokens."""

import json
from pathlib import Path

import numpy as np
import torch

from glassformer.errors import GlassformerError
from glassformer.seen_tokens import SEEN_FILE, save_seen
from glassformer.training import run_folder
from glassformer.training.evaluate import even_windows
from glassformer.training.export import save_model, seen_ids
from glassformer.training.model import new_model
from glassformer.training.pack import D_VOCAB
from glassformer.training.unseen import new_token_share, point_away, strange

N_WINDOW = 24


def ship(run: Path, folder: Path) -> None:
    """Write the decayed weights of a run to a checkpoint folder. Raises GlassformerError if there are none."""
    state_path = run / run_folder.DECAYED / run_folder.STATE_FILE
    if not state_path.is_file():
        raise GlassformerError(f"{run}: no decayed weights; make them with scripts/train --decay-minutes")
    settings = run_folder.from_json(json.loads((run / run_folder.SETTINGS_FILE).read_text("utf-8")))
    model = new_model(settings)
    model.load_state_dict(torch.load(state_path, weights_only=True)["model"])
    training, _ = run_folder.streams(run)
    seen = seen_ids(training)
    windows = [even_windows(stream, settings.n_ctx, N_WINDOW) for _, stream in sorted(training.items())]
    point_away(model, seen, np.concatenate([*windows, strange(settings.n_ctx, N_WINDOW)]), new_token_share(training))
    save_model(model, folder)
    save_seen(folder / SEEN_FILE, seen, D_VOCAB)
