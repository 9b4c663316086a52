"""Browser variants: both graphs of a variant read the same shards and give the same logits."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import pytest

import tiny_checkpoints
from glassformer import checkpoint, variant_graph, variants, weights_file
from glassformer.config import ModelConfig
from glassformer.errors import GlassformerError
from glassformer.export import export, output_axes
from glassformer.runner import GraphRunner, variant_runner
from glassformer.variant_files import joined_shards, unpacked
from glassformer.variant_weights import four_bit_bytes

CALIBRATION = [(7 * n * n) % 299 for n in range(320)]


def build(folder: Path, *, untied: bool = False) -> tuple[Path, Path, ModelConfig]:
    """A tiny checkpoint's graph and variants: (graph, folder of the variants, shape)."""
    tiny = checkpoint.load(str(tiny_checkpoints.make(folder / "tiny")))
    tensors = tiny.tensors()
    if untied:
        tensors["lm_head.weight"] = tensors["wte.weight"].flip(0).clone()
    graph = export(tiny.config, tensors, folder / "onnx")
    variants.make(graph, folder / "variants", tiny.as_json(), tiny.browser_files, CALIBRATION)
    return graph, folder / "variants", tiny.config


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, ModelConfig]:
    return build(tmp_path_factory.mktemp("variants"))


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("untied", [False, True], ids=["tied", "untied"])
@pytest.mark.parametrize("variant", variants.VARIANTS)
def test_both_graphs_give_the_same_logits(variant: str, untied: bool, tmp_path: Path) -> None:
    graph, folder, config = build(tmp_path, untied=untied)
    ids, rows = [5, 250, 7, 9], [(layer, 3) for layer in range(config.n_layer + 1)]
    reference = GraphRunner(graph, config).run(ids, ["logits"], rows=rows)["logits"]
    logits = {}
    for provider in variants.PROVIDERS:
        with variant_runner(folder, variant, provider) as runner:
            logits[provider] = runner.run(ids, ["logits"], rows=rows)["logits"]
    assert np.abs(logits["webgpu"] - logits["wasm"]).max() < 1e-3
    assert 0 < np.abs(logits["wasm"] - reference).max() < {"q8": 0.1, "q4": 2.0}[variant]


@pytest.mark.parametrize("variant", variants.VARIANTS)
def test_the_manifest_says_what_is_on_disk(built: tuple[Path, Path, ModelConfig], variant: str) -> None:
    _, folder, _ = built
    entry = manifest(folder)["variants"][variant]
    files = [*entry["graphs"].values(), *(shard for file in entry["weights"] for shard in file["shards"])]
    for file in files:
        content = (folder / file["file"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
        assert file["sha256"][:16] in file["file"]
    assert entry["bytes"] == sum(file["bytes"] for file in files)


@pytest.mark.parametrize("variant", variants.VARIANTS)
def test_the_manifest_finds_every_row_of_the_weights(built: tuple[Path, Path, ModelConfig], variant: str) -> None:
    graph, folder, _ = built
    entry = manifest(folder)["variants"][variant]
    files = joined_shards(folder, entry)
    source = {i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(str(graph)).graph.initializer}
    for name, tensor in entry["tensors"].items():
        if "bits" not in tensor:
            content = files[tensor["path"]][tensor["offset"] : tensor["offset"] + tensor["bytes"]]
            restored = np.frombuffer(content, tensor["dtype"]).reshape(tensor["shape"])
            assert (restored == source[name]).all()
            continue
        original = source[name] if name == "wte" else source[name].T
        assert np.abs(unpacked(tensor, files) - original).max() < {"q8": 0.01, "q4": 0.25}[variant]


def test_wte_is_stored_once(built: tuple[Path, Path, ModelConfig]) -> None:
    _, folder, config = built
    for variant, bits in variants.VARIANTS.items():
        embedding = config.d_vocab * config.d_model * bits // 8
        assert sum(f["bytes"] for f in manifest(folder)["variants"][variant]["weights"]) < 4 * embedding + 200_000
        for provider in variants.PROVIDERS:
            graph = folder / manifest(folder)["variants"][variant]["graphs"][provider]["file"]
            model = onnx.load(str(graph), load_external_data=False)
            offsets = [
                {entry.key: entry.value for entry in tensor.external_data}["offset"]
                for tensor in model.graph.initializer
                if tensor.name in ("wte.bytes", "wte.blocks")
            ]
            assert len(offsets) == {"webgpu": 2, "wasm": 1}[provider]
            assert len(set(offsets)) == 1


@pytest.mark.parametrize("variant", variants.VARIANTS)
def test_the_processor_s_graph_has_few_nodes(built: tuple[Path, Path, ModelConfig], variant: str) -> None:
    _, folder, config = built
    path = folder / manifest(folder)["variants"][variant]["graphs"]["wasm"]["file"]
    graph = onnx.load(str(path), load_external_data=False).graph
    count = Counter(node.op_type for node in graph.node)
    assert count["Gemm"] == 4 * config.n_layer + 1  # with its bias; the last one is the unembedding
    assert sum(len(node.input) == 3 for node in graph.node if node.op_type == "Gemm") == 4 * config.n_layer
    assert (count["Gelu"], count["Tanh"]) == (config.n_layer, 0)
    assert (count["Reciprocal"], count["Sqrt"]) == (2 * config.n_layer, 1)  # the final scale has no LayerNorm to itself


def test_a_large_matrix_is_unpacked_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variant_graph, "SLICE_BYTES", 10_000)
    graph, folder, config = build(tmp_path)
    path = folder / manifest(folder)["variants"]["q8"]["graphs"]["wasm"]["file"]
    model = onnx.load(str(path), load_external_data=False).graph
    matrices = [tensor for tensor in model.initializer if ".fp32." in tensor.name]
    assert len(matrices) > 4 * config.n_layer + 1
    assert all(4 * np.prod(tensor.dims) <= 10_000 for tensor in matrices)
    reference = GraphRunner(graph, config).run([5, 250, 7], ["logits"])["logits"]
    with variant_runner(folder, "q8", "wasm") as runner:
        assert np.abs(runner.run([5, 250, 7], ["logits"])["logits"] - reference).max() < 0.1


@pytest.mark.parametrize("variant", variants.VARIANTS)
def test_both_graphs_give_the_same_taps(built: tuple[Path, Path, ModelConfig], variant: str) -> None:
    _, folder, config = built
    names = list(output_axes(config.n_layer))
    taps = []
    for provider in variants.PROVIDERS:
        with variant_runner(folder, variant, provider) as runner:
            taps.append(runner.run([5, 250, 7, 9], names))
    for name in names:
        np.testing.assert_allclose(taps[0][name], taps[1][name], rtol=1e-3, atol=1e-3, err_msg=name)


def test_four_bits_keep_to_their_size(built: tuple[Path, Path, ModelConfig]) -> None:
    _, folder, config = built
    entry = manifest(folder)["variants"]["q4"]
    bits = {name: tensor["bits"] for name, tensor in entry["tensors"].items() if "bits" in tensor}
    assert entry["weights_bytes"] <= four_bit_bytes(config.parameters()) + 64 * len(entry["tensors"])  # and alignment
    assert set(bits.values()) == {4, 8}  # the room is used, but it is not enough for all
    assert bits["wte"] == 8  # where there is room for it, it is what 4 bits harm most


def test_gpt2_small_has_no_room_for_its_embedding_at_8_bits() -> None:
    parameters, embedding = 124_439_808, 50_257 * 768
    at_four_bits = 0.5625 * parameters
    assert four_bit_bytes(parameters) <= 84e6
    assert at_four_bits + embedding / 2 > four_bit_bytes(parameters)


def test_identical_inputs_give_identical_files(built: tuple[Path, Path, ModelConfig], tmp_path: Path) -> None:
    _, folder, _ = built
    _, again, _ = build(tmp_path)
    assert (again / "manifest.json").read_bytes() == (folder / "manifest.json").read_bytes()


def test_widths_that_do_not_fit_blocks_are_refused(tmp_path: Path) -> None:
    tiny = checkpoint.load(str(tiny_checkpoints.make(tmp_path / "tiny", n_embd=24)))
    graph = export(tiny.config, tiny.tensors(), tmp_path / "onnx")
    with pytest.raises(GlassformerError, match="n_embd is 24: variants need widths that are multiples of 32"):
        variants.make(graph, tmp_path / "variants", tiny.as_json(), tiny.browser_files, CALIBRATION)


def test_a_large_tensor_is_cut_into_shards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("FILE_BYTES", "SHARD_BYTES"):
        monkeypatch.setattr(weights_file, limit, 1000)
    packer = weights_file.WeightsPacker()
    large, small = np.arange(2500, dtype=np.uint8), np.ones(10, np.float32)
    slots = [packer.add(large), packer.add(small)]
    files = packer.write(tmp_path, "q8")
    assert [slot.path for slot in slots] == ["weights-0.bin", "weights-1.bin"]
    shards = [shard["file"] for shard in files[0]["shards"]]
    assert len(shards) == 3
    joined = b"".join((tmp_path / name).read_bytes() for name in shards)
    assert joined[:2500] == large.tobytes()
