"""The set of a model's traces: with its variants compared, and with the stages of its training."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import GPT2LMHeadModel

import tiny_checkpoints
from glassformer import checkpoint, trace_file, trace_set, variants
from glassformer.config import ModelConfig
from glassformer.errors import GlassformerError
from glassformer.export import export
from glassformer.prompts import Prompt
from glassformer.runner import GraphRunner, variant_runner
from glassformer.sampling import uniform
from glassformer.seen_tokens import SEEN_FILE, save_seen
from glassformer.trace_ablation import can_be_stored
from glassformer.trace_continuation import continuation
from glassformer.trace_training import copy_stages
from glassformer.vocabulary import Vocabulary

PROMPTS = [Prompt("one", "The cat", {"en": "e", "zh": "z"}), Prompt("two", "sat on", {"en": "e", "zh": "z"})]
CALIBRATION = [(7 * n * n) % 299 for n in range(320)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A project of a tiny model: its folder, and the index of its traces."""
    folder = tmp_path_factory.mktemp("set")
    tiny = checkpoint.load(str(tiny_checkpoints.make(folder / "tiny")))
    graph = export(tiny.config, tiny.tensors(), folder / "onnx")
    variants.make(graph, folder / "variants", tiny.as_json(), tiny.browser_files, CALIBRATION)
    index = trace_set.write_traces(graph, tiny, PROMPTS, folder / "traces", folder / "variants")
    return folder, json.loads(index.read_text(encoding="utf-8"))


def log_softmax(logits: np.ndarray) -> np.ndarray:
    wide = logits.astype(np.float64)
    return wide - wide.max() - np.log(np.exp(wide - wide.max()).sum())


@pytest.mark.parametrize("number", [0, 1])
def test_precisions_are_what_the_variants_predict(made: tuple[Path, dict[str, Any]], number: int) -> None:
    folder, index = made
    entry = index["prompts"][number]
    tensors, meta = trace_file.read(folder / "traces" / entry["precision"])
    core, _ = trace_file.read(folder / "traces" / entry["core"])
    assert meta["precisions"] == ["fp32", "q8", "q4"]
    np.testing.assert_allclose(tensors["top_log_probs"][0], core["top_log_probs"][:20], atol=1e-5)
    assert tensors["compared_ids"].tolist() == core["top_ids"][:20].tolist()
    assert tensors["kl"][0] == 0
    reference = core["log_probs"].astype(np.float64)
    for place, name in ((1, "q8"), (2, "q4")):
        with variant_runner(folder / "variants", name, "webgpu") as runner:  # not the graph that was compared
            expected = log_softmax(runner.run(core["tokens"].tolist(), ["logits"])["logits"][0])
        np.testing.assert_allclose(tensors["compared_log_probs"][place], expected[tensors["compared_ids"]], atol=1e-3)
        assert tensors["top_ids"][place, 0] == expected.argmax()
        assert tensors["kl"][place] == pytest.approx((np.exp(reference) * (reference - expected)).sum(), abs=5e-3)
    assert tensors["kl"][2] > tensors["kl"][1] > 0
    assert tensors["megabytes"][0] > tensors["megabytes"][1] > tensors["megabytes"][2]


@pytest.mark.parametrize("number", [0, 1])
def test_ablations_are_what_the_model_predicts_without_each_part(
    made: tuple[Path, dict[str, Any]], number: int
) -> None:
    folder, index = made
    entry = index["prompts"][number]
    tensors, _ = trace_file.read(folder / "traces" / entry["ablation"])
    core, _ = trace_file.read(folder / "traces" / entry["core"])
    assert tensors["compared_ids"].tolist() == core["top_ids"][:20].tolist()
    tiny = checkpoint.load(str(folder / "tiny"))
    n_layer, n_head = tiny.config.n_layer, tiny.config.n_head
    assert tensors["kl"].shape == (n_layer * n_head + n_layer + 2,)
    whole = core["log_probs"].astype(np.float64)
    every, of_head_1 = slice(None), slice(tiny.config.d_head, 2 * tiny.config.d_head)
    removed = {  # rows of weights without which transformers' model runs
        n_head + 1: {"h.1.attn.c_proj.weight": of_head_1},
        n_layer * n_head + 1: {"h.1.mlp.c_proj.weight": every, "h.1.mlp.c_proj.bias": every},
        n_layer * n_head + n_layer: {"wpe.weight": every},
    }
    for place, weights in removed.items():
        gpt2 = GPT2LMHeadModel.from_pretrained(folder / "tiny", attn_implementation="eager").eval()
        with torch.no_grad():
            for name, rows in weights.items():
                gpt2.get_parameter(f"transformer.{name}")[rows].zero_()
            expected = log_softmax(gpt2(torch.tensor(core["tokens"][None])).logits[0, -1].numpy())
        np.testing.assert_allclose(tensors["compared_log_probs"][place], expected[tensors["compared_ids"]], atol=1e-4)
        assert tensors["best_ids"][place] == expected.argmax()
        assert tensors["kl"][place] == pytest.approx((np.exp(whole) * (whole - expected)).sum(), abs=5e-3)
    assert tensors["kl"][-1] > 0  # without the mask


def test_no_ablations_are_stored_of_a_model_with_too_many_parts() -> None:
    gpt2_small = ModelConfig(12, 12, 768, 64, 3072, 50257, 1024, 1e-5)
    assert not can_be_stored(gpt2_small)


@pytest.mark.parametrize("number", [0, 1])
def test_continuations_are_drawn_token_by_token(made: tuple[Path, dict[str, Any]], number: int) -> None:
    folder, index = made
    entry = index["prompts"][number]
    tensors, meta = trace_file.read(folder / "traces" / entry["continuation"])
    core, _ = trace_file.read(folder / "traces" / entry["core"])
    assert meta["drawn"] == {"temperature": 0.8, "top_k": 40, "top_p": None, "seed": 7}
    text = core["tokens"].tolist()
    runner = GraphRunner(folder / "onnx" / "model.onnx", checkpoint.load(str(folder / "tiny")).config)
    assert len(tensors["drawn_id"]) > 3
    for step, token in enumerate(tensors["drawn_id"].tolist()):
        logits = runner.run(text, ["logits"])["logits"][0]  # the whole text again: no cache
        ids = tensors["candidate_ids"][step]
        np.testing.assert_allclose(tensors["candidate_logits"][step], logits[ids], atol=1e-4)
        probabilities = np.exp(log_softmax(logits))
        own = np.exp(tensors["candidate_logits"][step].astype(np.float64) - tensors["log_sum_exp"][step])
        np.testing.assert_allclose(own, probabilities[ids], rtol=1e-4)
        best = np.argsort(-logits, kind="stable")[:40]
        left = np.exp((logits[best].astype(np.float64) - logits[best[0]]) / 0.8)
        left /= left.sum()
        np.testing.assert_allclose(tensors["candidate_drawn"][step], left[:20], rtol=1e-3)
        place = int((np.cumsum(left) <= uniform(7, len(text))).sum())
        assert (token, place) == (best[place], tensors["drawn_rank"][step])
        assert tensors["drawn_probability"][step] == pytest.approx(left[place], rel=1e-3)
        assert tensors["kept"][step] == 40
        assert tensors["entropy"][step] == pytest.approx(-(left * np.log(left)).sum(), rel=1e-3)
        text.append(token)


def test_a_continuation_ends_where_the_context_is_full(made: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = made
    tiny = checkpoint.load(str(folder / "tiny"))
    runner = GraphRunner(folder / "onnx" / "model.onnx", tiny.config)
    ids = [5] * (tiny.config.n_ctx - 2)
    tensors = continuation(runner, Vocabulary(tiny.tokenizer), ids)
    assert len(tensors["drawn_id"]) == 3  # the last one is drawn, and can be read no more


def test_the_core_says_how_the_text_became_tokens(made: tuple[Path, dict[str, Any]]) -> None:
    folder, index = made
    _, core = trace_file.read(folder / "traces" / index["prompts"][0]["core"])
    _, layer = trace_file.read(folder / "traces" / index["prompts"][0]["layers"][0])
    assert sum(len(word["symbols"]) for word in core["words"]) == len("The cat")
    assert core["unseen"] == []  # this checkpoint does not tell
    assert "words" not in layer


def test_tokens_that_training_never_saw_are_told(tmp_path: Path) -> None:
    folder = tiny_checkpoints.make(tmp_path / "tiny")
    tiny = checkpoint.load(str(folder))
    ids = Vocabulary(tiny.tokenizer).encode(PROMPTS[0].text)
    save_seen(folder / SEEN_FILE, np.array([token for token in range(tiny.config.d_vocab) if token != ids[-1]]), 300)
    graph = export(tiny.config, tiny.tensors(), tmp_path / "onnx")
    trace_set.write_traces(graph, checkpoint.load(str(folder)), PROMPTS[:1], tmp_path / "traces")
    _, core = trace_file.read(tmp_path / "traces" / "one" / "core.safetensors")
    assert core["unseen"] == [place for place, token in enumerate(ids) if token == ids[-1]]


def test_only_a_model_with_kept_stages_has_some(made: tuple[Path, dict[str, Any]]) -> None:
    assert [entry["stages"] for entry in made[1]["prompts"]] == [[], []]


def test_stages_of_the_prompts_that_training_followed(tmp_path: Path) -> None:
    source = checkpoint.load().folder
    index = json.loads((source / "training" / "index.json").read_text(encoding="utf-8"))
    name, text = next(iter(index["prompts"].items()))
    prompts = [Prompt(name, text, {}), Prompt("other", text, {})]
    found = copy_stages(source, tmp_path, prompts)
    assert list(found) == [name]
    assert [path.removeprefix("training/") for path in found[name]] == [
        stage["traces"][name] for stage in index["checkpoints"]
    ]
    for path in (*found[name], "training/index.json"):
        assert (tmp_path / path).read_bytes() == (source / path).read_bytes()
    assert copy_stages(source, tmp_path, [Prompt(name, "another text", {})]) == {}


def test_stages_of_another_schema_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "model"
    shutil.copytree(checkpoint.load().folder / "training", source / "training")
    index = json.loads((source / "training" / "index.json").read_text(encoding="utf-8"))
    prompts = [Prompt(name, text, {}) for name, text in index["prompts"].items()]
    monkeypatch.setattr(trace_file, "schema_hash", lambda level: "0123456789ab")
    with pytest.raises(GlassformerError, match=r"step-000000\.safetensors: brief written with schema"):
        copy_stages(source, tmp_path / "traces", prompts)
