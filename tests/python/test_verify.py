"""The fidelity report of a tiny model, and what it refuses."""

from __future__ import annotations

import json
import lzma
from dataclasses import replace
from pathlib import Path

import pytest

import tiny_checkpoints
from glassformer import checkpoint, variants, verify
from glassformer.errors import GlassformerError
from glassformer.export import export


class Built:
    def __init__(self, folder: Path) -> None:
        self.checkpoint = checkpoint.load(str(tiny_checkpoints.make(folder / "tiny")))
        self.graph = export(self.checkpoint.config, self.checkpoint.tensors(), folder / "onnx")
        self.variants, self.heldout = folder / "variants", folder / "heldout.txt.xz"
        calibration = [(7 * n * n) % 299 for n in range(320)]
        variants.make(self.graph, self.variants, self.checkpoint.as_json(), self.checkpoint.browser_files, calibration)
        self.heldout.write_bytes(lzma.compress(b"The quick brown fox jumps over the lazy dog. " * 20))

    def verify(self, model: checkpoint.Checkpoint | None = None) -> dict:
        return verify.verify(model or self.checkpoint, self.graph, self.variants, self.heldout)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("verify"))


def test_report(built: Built) -> None:
    report = built.verify()
    for split in ("empty_cache", "with_cache"):
        assert 0 < max(report["taps"][split].values()) <= report["taps"]["tolerance"]
    q8, q4 = (report["variants"][name] for name in ("q8", "q4"))
    assert q8["context"].keys() == q4["context"].keys() == {"8"}  # this model reads 16 tokens
    assert 0 < q8["context"]["8"]["kl"] < q4["context"]["8"]["kl"]
    assert q8["graphs_max_logit_difference"] <= verify.GRAPH_TOLERANCE
    assert q8["cache_max_logit_difference"] <= verify.GRAPH_TOLERANCE


def test_a_model_too_large_for_wasm_has_one_graph(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny, calibration = built.checkpoint, [(7 * n * n) % 299 for n in range(320)]
    monkeypatch.setattr(variants, "WASM_BYTES", 1000)
    manifest = variants.make(built.graph, tmp_path, tiny.as_json(), tiny.browser_files, calibration)
    entries = json.loads(manifest.read_text(encoding="utf-8"))["variants"]
    assert {name: list(entry["graphs"]) for name, entry in entries.items()} == {"q8": ["webgpu"], "q4": ["webgpu"]}
    report = verify.verify(tiny, built.graph, tmp_path, built.heldout)["variants"]["q8"]
    assert report["graphs_max_logit_difference"] is None
    assert report["context"]["8"] == pytest.approx(built.verify()["variants"]["q8"]["context"]["8"], rel=1e-2)


def test_the_family_up_to_medium_runs_on_wasm() -> None:
    assert variants.providers(124_439_808) == variants.providers(354_823_168) == ("webgpu", "wasm")
    assert variants.providers(774_030_080) == ("webgpu",)


def test_a_graph_of_other_weights_is_refused(built: Built) -> None:
    other = {name: array * 1.01 if name == "wte.weight" else array for name, array in built.checkpoint.weights.items()}
    with pytest.raises(GlassformerError, match=r"the fp32 graph's \w+ \(empty_cache\) is .* standard deviations"):
        built.verify(replace(built.checkpoint, weights=other))


def test_graphs_that_disagree_are_refused(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "GRAPH_TOLERANCE", -1.0)
    with pytest.raises(GlassformerError, match=r"manifest\.json: the webgpu and wasm graphs of q8 differ by"):
        built.verify()
