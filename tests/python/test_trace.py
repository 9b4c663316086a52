"""Traces of the embedded model: their numbers are transformers', and their files keep the contract."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import GPT2LMHeadModel

from glassformer import checkpoint, trace, trace_file, trace_set
from glassformer.errors import GlassformerError
from glassformer.export import export
from glassformer.prompts import Prompt
from glassformer.runner import GraphRunner
from glassformer.vocabulary import Vocabulary

TEXT = "The cat sat on the"


class Embedded:
    def __init__(self, folder: Path) -> None:
        self.checkpoint = checkpoint.load()
        self.vocabulary = Vocabulary(self.checkpoint.tokenizer)
        self.graph = export(self.checkpoint.config, self.checkpoint.tensors(), folder)
        self.runner = GraphRunner(self.graph, self.checkpoint.config)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Embedded:
    return Embedded(tmp_path_factory.mktemp("onnx"))


@pytest.fixture(scope="module")
def cat(embedded: Embedded) -> trace.Trace:
    return trace.trace(embedded.runner, embedded.vocabulary, TEXT)


@pytest.fixture(scope="module")
def reference() -> dict[str, np.ndarray]:
    model = GPT2LMHeadModel.from_pretrained(
        checkpoint.load().folder, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    with torch.no_grad():
        output = model(torch.tensor([[464, 3797, 3332, 319, 262]]), output_hidden_states=True, output_attentions=True)
        streams = torch.stack(output.hidden_states[:-1])[:, 0]  # the last one has ln_f applied already
        lens = model.lm_head(model.transformer.ln_f(streams))
    attentions = torch.stack(output.attentions)[:, 0]
    return {"logits": output.logits[0].numpy(), "pattern": attentions.numpy(), "lens": lens.numpy()}


def test_next_tokens(cat: trace.Trace, reference: dict[str, np.ndarray]) -> None:
    expected = torch.log_softmax(torch.from_numpy(reference["logits"]), -1).numpy()
    top = np.argsort(-expected[-1], kind="stable")[:50]
    assert cat.core["top_ids"].tolist() == top.tolist()
    np.testing.assert_allclose(cat.core["top_log_probs"], expected[-1][top], atol=1e-4)
    np.testing.assert_allclose(
        cat.core["log_probs"].astype(np.float32), expected[-1], atol=0.0079
    )  # half a step of fp16 below 16
    assert np.exp(cat.core["log_probs"].astype(np.float64)).sum() == pytest.approx(1, abs=2e-3)
    np.testing.assert_allclose(cat.core["next_log_prob"], expected[np.arange(4), cat.ids[1:]], atol=1e-4)
    assert cat.core["next_rank"].tolist() == [
        (row > row[n]).sum() for row, n in zip(expected, cat.ids[1:], strict=False)
    ]


def test_patterns(cat: trace.Trace, reference: dict[str, np.ndarray]) -> None:
    np.testing.assert_allclose(cat.core["pattern"].astype(np.float32), reference["pattern"], atol=1e-3)


def test_logit_lens(cat: trace.Trace, reference: dict[str, np.ndarray]) -> None:
    lens, tracked = reference["lens"], cat.core["top_ids"][:10]
    np.testing.assert_allclose(cat.core["lens_tracked_logits"][:-1], lens[..., tracked], atol=1e-3)
    np.testing.assert_allclose(cat.core["lens_top_logits"][:-1, :, 0], lens.max(-1), atol=1e-3)
    np.testing.assert_allclose(
        cat.core["lens_log_sum_exp"][:-1], torch.logsumexp(torch.from_numpy(lens), -1), atol=1e-3
    )
    assert cat.core["lens_tracked_ranks"][-1, -1].tolist() == list(range(10))


def test_products_shown_add_up(cat: trace.Trace) -> None:
    """The reader derives what is a sum or a product of stored tensors: it must give the stored totals."""
    block, after = cat.layers[2], cat.layers[3]
    resid = block["resid_pre"] + block["attn_out"] + block["mlp_out"]
    np.testing.assert_allclose(resid, after["resid_pre"], atol=1e-5)
    scores = block["q"] @ block["k"].transpose(0, 2, 1) / np.sqrt(block["q"].shape[-1])
    np.testing.assert_allclose(scores, block["scores"], atol=1e-4)
    masked = np.where(np.tri(5, dtype=bool), block["scores"], -np.inf)
    pattern = np.exp(masked - masked.max(-1, keepdims=True))
    pattern /= pattern.sum(-1, keepdims=True)
    np.testing.assert_allclose(pattern, cat.core["pattern"][2].astype(np.float32), atol=1e-3)
    np.testing.assert_allclose(pattern @ block["v"], block["z"], atol=1e-5)


@pytest.mark.parametrize("text", ["a", "我爱你 😀", "\ud800 lone", "שלום עולם", "<script>alert(1)</script>", "x" * 300])
def test_odd_texts(embedded: Embedded, text: str) -> None:
    result = trace.trace(embedded.runner, embedded.vocabulary, text)
    for content in trace.files(result, embedded.vocabulary, {"prompt": None}).values():
        tensors, meta = trace_file.decode(content, "odd")
        assert len(meta["tokens"]) == len(result.ids)
        assert tensors


@pytest.mark.parametrize(("text", "count"), [("", 0), (" a" * 300, 300)])
def test_texts_that_are_too_short_or_long(embedded: Embedded, text: str, count: int) -> None:
    with pytest.raises(GlassformerError, match=f"the text has {count} tokens; the model reads 1 to 256"):
        trace.trace(embedded.runner, embedded.vocabulary, text)


def test_trace_set(embedded: Embedded, tmp_path: Path, cat: trace.Trace) -> None:
    prompts = [Prompt("cat-sat", TEXT, {"en": "e", "zh": "z"})]
    index = trace_set.write_traces(embedded.graph, embedded.checkpoint, prompts, tmp_path)
    (entry,) = json.loads(index.read_text(encoding="utf-8"))["prompts"]
    assert entry["tokens"] == ["The", " cat", " sat", " on", " the"]
    tensors, meta = trace_file.read(tmp_path / entry["core"])
    assert (tensors["pattern"] == cat.core["pattern"]).all()
    assert meta["strings"][str(tensors["top_ids"][0])]
    assert len(entry["layers"]) == 6
    again = tmp_path / "again"
    trace_set.write_traces(embedded.graph, embedded.checkpoint, prompts, again)
    assert (entry["precision"], entry["stages"]) == (None, [])
    files = (entry["core"], *entry["layers"], entry["weights"], *entry["layer_weights"], entry["continuation"])
    for name in files:
        assert (again / name).read_bytes() == (tmp_path / name).read_bytes()


def test_files_stay_within_their_budgets(embedded: Embedded, cat: trace.Trace) -> None:
    sizes = {name: len(content) for name, content in trace.files(cat, embedded.vocabulary, {}).items()}
    assert sizes["core.safetensors"] < 150_000
    assert max(size for name, size in sizes.items() if "layer" in name) < 550_000
