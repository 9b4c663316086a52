"""Numbers in prose, each worked out by hand for a trace that is small enough to do so."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from glassformer.config import ModelConfig
from glassformer.directives.catalog import Catalog
from glassformer.directives.facts import fact, in_language
from glassformer.directives.facts_of_model import MODEL_FACTS
from glassformer.directives.facts_of_prompt import PROMPT_FACTS
from glassformer.directives.facts_of_training import TRAINING_FACTS, training_record
from glassformer.directives.measure import strongest_head
from glassformer.errors import GlassformerError

GPT2_SMALL = ModelConfig(n_layer=12, n_head=12, d_model=768, d_head=64, d_mlp=3072, d_vocab=50257, n_ctx=1024)
PROBABILITIES = np.array([0.5, 0.25, 0.125, 0.125])


@pytest.fixture
def core(tmp_path: Path) -> Path:
    """The text "a b c a b", 2 layers of 2 heads; head 1.0 is an induction head, head 0.1 a previous-token head."""
    tokens = np.array([7, 8, 9, 7, 8], np.int32)
    pattern = np.tril(np.ones((2, 2, 5, 5), np.float32)) / np.arange(1, 6)[:, None]
    for query in range(1, 5):
        pattern[0, 1, query] = np.eye(5)[query - 1]
    for query, what_followed in ((3, 1), (4, 2)):
        pattern[1, 0, query] = np.eye(5)[what_followed]
    log_probs = np.log(PROBABILITIES)
    tensors = {
        "tokens": tokens,
        "pattern": pattern.astype(np.float16),
        "log_probs": log_probs.astype(np.float16),
        "top_ids": np.array([1, 2, 3, 0], np.int32),
        "top_log_probs": log_probs.astype(np.float32),
        "next_rank": np.array([3, 0, 0, 1], np.int32),
        "next_log_prob": np.array([-3.0, -1.0, -0.5, -0.25], np.float32),
        "lens_tracked_ranks": np.array([999, 0, 4, 0, 0], np.int32)[:, None, None] * np.ones((5, 5, 2), np.int32),
        "resid_pre_norm": np.full((2, 5), 3.0, np.float32),
        "resid_final_norm": np.full(5, 12.34, np.float32),
        "resid_mid_norm": np.full((2, 5), 3.0, np.float32),
        "mlp_out_norm": np.array([[1.0], [6.0]], np.float32) * np.ones((2, 5), np.float32),
    }
    for layer, shorter in enumerate((1.0, 0.5)):
        v = np.ones((2, 5, 1), np.float32)
        v[1, 0] = shorter  # in head 1.1 the first token's value is half as long as the others
        neurons = np.array([-1.0, 1.0, 1.0, 1.0], np.float32) * np.ones((5, 1), np.float32)
        save_file({"v": v, "mlp_pre": neurons}, tmp_path / f"layer-{layer:02}.safetensors")
    strings = {"0": "!", "1": " mat", "2": "\n", "3": "x"}
    path = tmp_path / "core.safetensors"
    save_file(tensors, path, {"glassformer": json.dumps({"text": "a b c a b", "strings": strings})})
    return path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("text", "a b c a b"),
        ("n_token", "5"),
        ("best", "·mat"),
        ("second", "↵"),
        ("best_probability", "50.0%"),
        ("second_probability", "25.0%"),
        ("best_ten", "100%"),
        ("entropy", f"{1.75 * np.log(2):.2f}"),
        ("choices", "3.36"),  # 2 ** 1.75 = 3.36
        ("guessed", "2"),
        ("guesses", "4"),
        ("surprise_new", "1.50"),
        ("surprise_repeated", "0.25"),  # from a to b, for the second time
        ("norm_first", "3.00"),
        ("norm_last", "12.3"),
        ("lens_first_rank", "1,000"),
        ("lens_settled_block", "2"),
        ("induction", "100%"),
        ("induction-name", "1.0"),
        ("previous-token-name", "0.1"),
        ("previous-token-block", "0"),
        ("previous-token-head", "1"),
        ("previous-token-weakest", "0"),
        ("sink_share", "50%"),  # of the heads that spread their weight, the first token is the first of equals
        ("mlp_block", "1"),
        ("mlp_block_weakest", "0"),
        ("norm_growth", "4"),
        ("cooled_best", "72.7%"),  # 0.25 of 0.25 + 0.0625 + 2 * 0.015625
        ("awake_neurons", "75%"),
        ("thin-flow-block", "1"),
        ("thin-flow-head", "1"),
        ("thin_flow_weight", "20%"),
        ("thin_flow", "11%"),  # 1 of 1 + 4 * 2
    ],
)
def test_of_a_prompt(core: Path, name: str, expected: str) -> None:
    assert PROMPT_FACTS[name](core) == expected


def test_filters_sharpen_as_softmax_does(core: Path) -> None:
    powers = PROBABILITIES ** (1 / 0.8)
    assert PROMPT_FACTS["filtered_best"](core) == f"{100 * powers[0] / powers.sum():.1f}%"


def test_a_text_without_repetition_has_no_induction_head(core: Path, tmp_path: Path) -> None:
    pattern = np.ones((1, 1, 3, 3), np.float16)
    other = tmp_path / "other.safetensors"
    save_file({"pattern": pattern, "tokens": np.array([1, 2, 3], np.int32)}, other)
    with pytest.raises(GlassformerError, match="a prompt in which a token comes twice"):
        strongest_head("induction", other)


def test_a_text_without_repetition_has_no_repeated_step(tmp_path: Path) -> None:
    path = tmp_path / "once.safetensors"
    save_file({"tokens": np.array([1, 2], np.int32), "next_log_prob": np.array([-1.0], np.float32)}, path)
    with pytest.raises(GlassformerError, match="a prompt that takes a step from token to token twice"):
        PROMPT_FACTS["surprise_repeated"](path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("parameters", "124,439,808"),  # of the released checkpoint
        ("parameters_wte", "38,597,376"),
        ("parameters_wpe", "786,432"),
        ("parameters_attention", "2,362,368"),
        ("parameters_mlp", "4,722,432"),
        ("wte_share", "31%"),
        ("heads", "144"),
        ("removals", "158"),
        ("neurons", "36,864"),
        ("additions", "24"),
        ("mlp_factor", "4"),
        ("sqrt_d_head", "8.00"),
        ("cache_bytes", "73,728"),
        ("fp32_megabytes", "498 MB"),
        ("uniform_loss", "10.82"),
    ],
)
def test_of_a_model(name: str, expected: str) -> None:
    assert MODEL_FACTS[name](GPT2_SMALL) == expected


def test_of_the_training(root: Path) -> None:
    """Against the record itself; every fact can be told."""
    record = training_record(root / "model_artifacts")
    told = {name: tell(record) for name, tell in TRAINING_FACTS.items()}
    last = json.loads((root / "model_artifacts/embedded/training/index.json").read_text())["checkpoints"][-1]
    assert told["training_steps"] == f"{last['step']:,}"
    assert float(told["training_loss_last"]) == pytest.approx(last["validation_loss"], abs=0.005)
    assert float(told["training_loss_first"]) == pytest.approx(np.log(50257), abs=0.1)  # it knows nothing
    assert 3.5 < float(told["measured_bytes_per_token"]) < 5  # of plain English
    block, head = map(int, told["measured_induction_head"].split("."))
    heads = json.loads((root / "model_artifacts/embedded/training/evaluation.json").read_text())["heads"]
    scores = {(entry["block"], entry["head"]): entry["induction"] for entry in heads}
    assert scores[block, head] == max(scores.values())


def test_a_missing_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(GlassformerError, match="the record of the training is missing"):
        fact("training_steps", None, Catalog(tmp_path / "traces"))


def test_of_gpt2_small(root: Path, tmp_path: Path) -> None:
    catalog = Catalog(root / "model_artifacts" / "traces")
    fp32, q8, q4 = (
        int(fact(f"gpt2_{name}_megabytes", None, catalog).removesuffix(" MB")) for name in ("fp32", "q8", "q4")
    )
    assert fp32 == 498  # 124,439,808 weights of 4 bytes
    assert 124 < q8 <= 136 and 62 < q4 <= 85
    with pytest.raises(GlassformerError, match="nothing measured of gpt2's shape; run scripts/bench gpt2"):
        fact("gpt2_q8_megabytes", None, Catalog(tmp_path / "model_artifacts" / "traces"))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("12.4 million", "1240 万"), ("124.4 million", "1.244 亿"), ("50,257", "50,257"), ("4.11", "4.11")],
)
def test_large_numbers_are_counted_as_the_language_counts(english: str, chinese: str) -> None:
    assert in_language(english, "zh") == chinese
    assert in_language(english, "en") == english
