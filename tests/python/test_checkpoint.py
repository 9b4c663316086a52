"""Every checkpoint that is read is right; every one that is wrong is refused in one line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file
from safetensors.torch import save_file as save_torch_file
from tokenizers import Tokenizer
from transformers import GPT2Config, GPT2LMHeadModel

import tiny_checkpoints
from glassformer.checkpoint import load
from glassformer.checkpoint_checks import expected_shapes
from glassformer.config import ModelConfig
from glassformer.errors import GlassformerError
from glassformer.seen_tokens import save_seen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_checkpoints.make(tmp_path / "tiny")


def refusal(ref: object, **options: bool) -> str:
    with pytest.raises(GlassformerError) as caught:
        load(str(ref), **options)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_the_embedded_checkpoint() -> None:
    checkpoint = load()
    assert (checkpoint.id, checkpoint.slug, checkpoint.licence) == ("embedded", "embedded", "MIT")
    assert checkpoint.config.d_vocab == 50257
    assert checkpoint.lm_head is None
    assert all(array.dtype == np.float32 for array in checkpoint.weights.values())
    assert checkpoint.as_json()["parameters"] == checkpoint.config.parameters()
    assert load(str(checkpoint.folder)).id == "embedded"


def test_a_local_folder(folder: Path) -> None:
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n# Tiny\n")
    checkpoint = load(str(folder))
    assert (checkpoint.id, checkpoint.slug, checkpoint.name) == ("local/tiny", "local--tiny", "tiny")
    assert checkpoint.licence == "apache-2.0"
    assert checkpoint.config == ModelConfig(
        n_layer=2, n_head=2, d_model=32, d_head=16, d_mlp=128, d_vocab=300, n_ctx=16, layer_norm_epsilon=1e-5
    )
    stored = load_file(folder / "model.safetensors")
    assert checkpoint.weights.keys() == stored.keys()
    assert all(np.array_equal(checkpoint.weights[name], stored[name]) for name in stored)
    assert str(folder) not in json.dumps(checkpoint.as_json())
    assert Tokenizer.from_file(str(checkpoint.tokenizer)).encode("the cat").ids


@pytest.mark.parametrize(("name", "slug"), [("Mein Modell ü", "local--Mein-Modell"), ("模型", "local--model")])
def test_a_folders_name_is_made_fit_for_addresses(tmp_path: Path, name: str, slug: str) -> None:
    checkpoint = load(str(tiny_checkpoints.make(tmp_path / name)))
    assert (checkpoint.slug, checkpoint.name) == (slug, name)


def test_what_transformers_saves(tmp_path: Path) -> None:
    config = GPT2Config(n_layer=2, n_head=2, n_embd=32, n_positions=16, vocab_size=300)
    model = GPT2LMHeadModel(config)
    model.save_pretrained(tmp_path / "whole")
    model.save_pretrained(tmp_path / "sharded", max_shard_size="40kB")
    assert len(list((tmp_path / "sharded").glob("model-*-of-*.safetensors"))) > 1
    checkpoints = []
    for folder in ("whole", "sharded"):
        tiny_checkpoints.write_tokenizer(tmp_path / folder / "tokenizer.json", 300)
        checkpoints.append(load(str(tmp_path / folder)))
    state = {name.removeprefix("transformer."): tensor for name, tensor in model.state_dict().items()}
    for checkpoint in checkpoints:
        assert checkpoint.weights.keys() == state.keys() - {"lm_head.weight"}
        assert all(torch.equal(tensor, state[name]) for name, tensor in checkpoint.tensors().items())


def test_the_expected_shapes_are_those_of_transformers() -> None:
    config = GPT2Config(n_layer=3, n_head=2, n_embd=16, n_positions=8, vocab_size=40, n_inner=24)
    with torch.device("meta"):
        state = GPT2LMHeadModel(config).state_dict()
    shapes = {name.removeprefix("transformer."): tuple(tensor.shape) for name, tensor in state.items()}
    assert expected_shapes(ModelConfig.from_hf(config.to_dict())) == shapes


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_other_precisions_become_float32(folder: Path, dtype: torch.dtype) -> None:
    path = folder / "model.safetensors"
    tensors = {name: torch.from_numpy(array).to(dtype) for name, array in load_file(path).items()}
    save_torch_file(tensors, path)
    weights = load(str(folder)).weights
    assert all(np.array_equal(weights[name], tensor.float().numpy()) for name, tensor in tensors.items())


def test_old_names_and_stored_masks(tmp_path: Path) -> None:
    folder = tiny_checkpoints.make(tmp_path / "old", prefix="transformer.")
    masks = {"transformer.h.0.attn.bias": np.ones((1, 1, 16, 16), np.bool_)}
    tiny_checkpoints.change_weights(folder, **masks, **{"transformer.h.0.attn.masked_bias": np.array(-1e4, np.float32)})
    assert load(str(folder)).weights.keys() == tiny_checkpoints.weights(tiny_checkpoints.SIZES).keys()


@pytest.mark.parametrize(("tied", "same", "kept"), [(True, False, False), (False, True, False), (False, False, True)])
def test_the_unembedding_is_kept_when_it_differs(tmp_path: Path, tied: bool, same: bool, kept: bool) -> None:
    folder = tiny_checkpoints.make(tmp_path / "head", tie_word_embeddings=tied)
    embedding = load_file(folder / "model.safetensors")["wte.weight"]
    tiny_checkpoints.change_weights(folder, **{"lm_head.weight": embedding if same else embedding + 1})
    checkpoint = load(str(folder))
    assert (checkpoint.lm_head is not None) == kept
    if kept:
        assert np.array_equal(checkpoint.tensors()["lm_head.weight"].numpy(), embedding + 1)


def test_the_sha256_is_that_of_the_files(folder: Path) -> None:
    names = ["config.json", "model.safetensors", "tokenizer.json"]
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    before = load(str(folder)).sha256
    assert before == hashlib.sha256("".join(lines).encode()).hexdigest()
    (folder / "README.md").write_text("not part of the model")
    assert load(str(folder)).sha256 == before
    tiny_checkpoints.change_weights(folder, **{"ln_f.bias": np.zeros(32, np.float32)})
    assert load(str(folder)).sha256 != before


def test_unknown_ids() -> None:
    assert refusal("gpt5").startswith("gpt5: no such model; allowed: embedded, a local folder, or a hub id")
    assert "a file; a local checkpoint is the folder" in refusal(__file__)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("config.json", "missing"),
        ("tokenizer.json", "missing"),
        ("model.safetensors", "no weights; needed: model.safe"),
    ],
)
def test_a_missing_file(folder: Path, name: str, expected: str) -> None:
    (folder / name).unlink()
    message = refusal(folder)
    assert message.startswith(str(folder)) and name in message and expected in message


@pytest.mark.parametrize("content", ["", "{", "[]", "\x00"])
@pytest.mark.parametrize("name", ["config.json", "tokenizer.json"])
def test_json_that_is_none(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content)
    assert refusal(folder).startswith(f"{folder / name}: ")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("model_type", "llama", "model_type is 'llama'; allowed: gpt2"),
        ("model_type", "gpt_neo", "model_type is 'gpt_neo'; allowed: gpt2"),
        ("activation_function", "gelu", "is 'gelu'; allowed: gelu_new, gelu_pytorch_tanh"),
        ("activation_function", "relu", "is 'relu'; allowed: gelu_new, gelu_pytorch_tanh"),
        ("scale_attn_weights", False, "scale_attn_weights is False; allowed: True"),
        ("scale_attn_by_inverse_layer_idx", True, "scale_attn_by_inverse_layer_idx is True; allowed: False"),
        ("add_cross_attention", True, "add_cross_attention is True; allowed: False"),
        ("quantization_config", {"bits": 4}, "quantization_config is {'bits': 4}; allowed: None"),
        ("architectures", ["GPT2ForSequenceClassification"], "'GPT2ForSequenceClassification'; allowed: GPT2LMHead"),
        ("n_head", 3, "n_embd 32 is not a multiple of n_head 3"),
        ("n_head", "two", "a size is not a number"),
        ("n_layer", 0, "n_layer is 0; it must be above 0"),
    ],
)
def test_what_is_not_a_gpt2(folder: Path, field: str, value: object, expected: str) -> None:
    tiny_checkpoints.write_json(folder / "config.json", tiny_checkpoints.SIZES | {field: value})
    message = refusal(folder)
    assert message.startswith(f"{folder / 'config.json'}: ") and expected in message


@pytest.mark.parametrize("field", ["model_type", "n_layer", "n_head", "n_embd", "n_positions", "vocab_size"])
def test_a_config_without_a_field(folder: Path, field: str) -> None:
    sizes = {name: value for name, value in tiny_checkpoints.SIZES.items() if name != field}
    tiny_checkpoints.write_json(folder / "config.json", sizes)
    assert refusal(folder).startswith(f"{folder / 'config.json'}: ") and field in refusal(folder)


@pytest.mark.parametrize("kept", [0, 4, 100, -1])
def test_truncated_safetensors(folder: Path, kept: int) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:kept])
    assert refusal(folder).startswith(f"{path}: damaged or not a safetensors file")


@pytest.mark.parametrize(("field", "value"), [("n_embd", 64), ("n_positions", 8), ("n_inner", 64)])
def test_shapes_that_disagree_with_the_config(folder: Path, field: str, value: int) -> None:
    tiny_checkpoints.write_json(folder / "config.json", tiny_checkpoints.SIZES | {field: value})
    message = refusal(folder)
    assert message.startswith(f"{folder / 'model.safetensors'}: ") and "config.json asks for" in message


def test_more_and_fewer_layers_than_the_config_has(folder: Path) -> None:
    tiny_checkpoints.write_json(folder / "config.json", tiny_checkpoints.SIZES | {"n_layer": 3})
    assert "12 tensors are missing, h.2.attn.c_attn.bias among them" in refusal(folder)
    tiny_checkpoints.write_json(folder / "config.json", tiny_checkpoints.SIZES | {"n_layer": 1})
    assert "'h.1.attn.c_attn.bias' is not one of GPT-2's" in refusal(folder)


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (
            np.array([0] * 5 + [np.nan] + [0] * 26, np.float32),
            "ln_f.bias holds nan at [5]; every weight must be finite",
        ),
        (np.array([-np.inf] + [0] * 31, np.float32), "ln_f.bias holds -inf at [0]"),
        (np.array([1e300] + [0] * 31, np.float64), "ln_f.bias holds inf at [0]"),
        (np.zeros(32, np.int8), "ln_f.bias is stored as I8; allowed: BF16, F16, F32, F64"),
        (np.zeros(31, np.float32), "ln_f.bias has shape [31], config.json asks for [32]"),
        (None, "1 tensors are missing, ln_f.bias among them"),
    ],
)
def test_damaged_weights(folder: Path, array: np.ndarray | None, expected: str) -> None:
    tiny_checkpoints.change_weights(folder, **{"ln_f.bias": array})
    assert refusal(folder).startswith(f"{folder / 'model.safetensors'}: ") and expected in refusal(folder)


def test_an_untied_checkpoint_without_its_unembedding(tmp_path: Path) -> None:
    folder = tiny_checkpoints.make(tmp_path / "untied", tie_word_embeddings=False)
    assert "lm_head.weight is missing" in refusal(folder)


def test_a_tensor_of_another_model(folder: Path) -> None:
    tiny_checkpoints.change_weights(folder, **{"score.weight": np.zeros((2, 32), np.float32)})
    assert "tensor 'score.weight' is not one of GPT-2's" in refusal(folder)


def other_type(tokenizer: dict) -> None:
    tokenizer["model"]["type"] = "WordPiece"


def no_model(tokenizer: dict) -> None:
    del tokenizer["model"]


def a_gap(tokenizer: dict) -> None:
    tokenizer["model"]["vocab"]["!"] = 1000


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (other_type, "type 'WordPiece'; allowed: BPE"),
        (no_model, "type None; allowed: BPE"),
        (a_gap, "1000 is the high"),
    ],
)
def test_other_tokenizers(folder: Path, change: Callable[[dict], None], expected: str) -> None:
    path = folder / "tokenizer.json"
    tokenizer = json.loads(path.read_text("utf-8"))
    change(tokenizer)
    tiny_checkpoints.write_json(path, tokenizer)
    assert refusal(folder).startswith(f"{path}: ") and expected in refusal(folder)


def test_a_list_of_seen_tokens_of_another_vocabulary(folder: Path) -> None:
    save_seen(folder / "seen_tokens.bin", np.array([0, 7, 8, 299]), 300)
    seen = load(str(folder)).seen
    assert seen is not None and seen.tolist() == [0, 7, 8, 299]
    (folder / "seen_tokens.bin").write_bytes(bytes(6283))
    assert refusal(folder).endswith("seen_tokens.bin: 6283 bytes; a bit for each of 300 tokens takes 38")


def test_a_tokenizer_of_another_vocabulary_size(folder: Path) -> None:
    tiny_checkpoints.write_tokenizer(folder / "tokenizer.json", 299)
    assert refusal(folder) == f"{folder / 'tokenizer.json'}: 299 tokens; config.json has vocab_size 300"


def shard(folder: Path) -> Path:
    """Split model.safetensors in two; returns the index."""
    path = folder / "model.safetensors"
    tensors = load_file(path)
    path.unlink()
    names = sorted(tensors)
    parts = {"model-00001-of-00002.safetensors": names[:9], "model-00002-of-00002.safetensors": names[9:]}
    for part, held in parts.items():
        save_file({name: tensors[name] for name in held}, folder / part)
    index = folder / "model.safetensors.index.json"
    weight_map = {name: part for part, held in parts.items() for name in held}
    tiny_checkpoints.write_json(index, {"metadata": {}, "weight_map": weight_map})
    return index


def test_shards(folder: Path) -> None:
    whole = load(str(folder)).weights
    shard(folder)
    parts = load(str(folder)).weights
    assert list(parts) == list(whole)
    assert all(np.array_equal(parts[name], whole[name]) for name in whole)


def test_a_missing_shard(folder: Path) -> None:
    shard(folder)
    lost = folder / "model-00002-of-00002.safetensors"
    lost.unlink()
    assert refusal(folder) == f"{lost}: missing; model.safetensors.index.json lists 2 files"


def test_a_truncated_shard(folder: Path) -> None:
    shard(folder)
    damaged = folder / "model-00002-of-00002.safetensors"
    damaged.write_bytes(damaged.read_bytes()[:-7])
    assert refusal(folder).startswith(f"{damaged}: damaged")


@pytest.mark.parametrize(
    ("weight_map", "expected"), [({}, "names no file"), ({"wte.weight": "../other.safetensors"}, "outside")]
)
def test_an_index_that_leads_nowhere(folder: Path, weight_map: dict, expected: str) -> None:
    index = shard(folder)
    tiny_checkpoints.write_json(index, {"weight_map": weight_map})
    assert expected in refusal(folder)


def test_a_pickle_is_read_only_if_allowed(folder: Path) -> None:
    whole = load(str(folder))
    (folder / "model.safetensors").unlink()
    torch.save(whole.tensors(), folder / "pytorch_model.bin")
    assert "a pickle" in refusal(folder) and "--allow-pickle" in refusal(folder)
    weights = load(str(folder), allow_pickle=True).weights
    assert all(np.array_equal(weights[name], array) for name, array in whole.weights.items())
    (folder / "pytorch_model.bin").write_bytes(b"nothing of the kind")
    assert "not readable as PyTorch weights" in refusal(folder, allow_pickle=True)
