"""transformers against the fp32 graph, and the fp32 graph against each variant: the fidelity report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from glassformer.checkpoint import Checkpoint
from glassformer.config import ModelConfig
from glassformer.errors import GlassformerError
from glassformer.export import output_axes
from glassformer.fidelity import Fidelity, rounded
from glassformer.oracle import Oracle, disagreement
from glassformer.runner import Arrays, GraphRunner, variant_providers, variant_runner
from glassformer.sample_text import read_tokens
from glassformer.side_by_side import side_by_side
from glassformer.variants import VARIANTS
from glassformer.vocabulary import Vocabulary

TAP_TOLERANCE = 1e-4  # fp32 graph against transformers, in standard deviations of the tensor
GRAPH_TOLERANCE = 1e-3  # the two graphs of a variant, in logits
LOGIT_TOLERANCE = {"wasm": 1e-3, "webgpu": 1e-2}  # a browser against onnxruntime here: same variant, other kernels
# Tokens of context: how many passages of held-out text. Short ones are many, or one position more would decide.
WINDOWS = {8: 256, 64: 16, 256: 4}
TAP_LENGTH = 24
ROWS_AT_ONCE = 64  # positions compared at a time: every one takes megabytes


def verify(
    checkpoint: Checkpoint, graph: Path, variants: Path, heldout: Path, say: Callable[[str], None] = lambda text: None
) -> dict[str, Any]:
    """The fidelity report of a model. Raises GlassformerError when the fp32 graph is not the checkpoint's model."""
    reference = GraphRunner(graph, checkpoint.config)
    vocabulary = Vocabulary(checkpoint.tokenizer)
    tokens = read_tokens(heldout, vocabulary)
    say("transformers against the fp32 graph")
    taps = verify_taps(checkpoint, reference, tokens[: min(TAP_LENGTH, checkpoint.config.n_ctx)])
    report: dict[str, Any] = {"model": checkpoint.as_json(), "heldout": heldout.name, "taps": taps, "variants": {}}
    windows = {length: list(_windows(tokens, length, count)) for length, count in _lengths(checkpoint.config).items()}
    for variant in VARIANTS:
        say(f"{variant} against the fp32 graph")
        report["variants"][variant] = verify_variant(reference, variants, variant, windows)
    say("one passage at every precision")
    report["side_by_side"] = _one_passage(reference, variants, windows[max(windows)][0], vocabulary)
    return report


def _one_passage(reference: GraphRunner, variants: Path, ids: list[int], vocabulary: Vocabulary) -> dict[str, Any]:
    logits = {"fp32": _logits(reference, ids)}
    for variant in sorted(VARIANTS, key=lambda name: -VARIANTS[name]):
        logits[variant] = _variant_logits(variants, variant, variant_providers(variants, variant)[0], ids)
    return side_by_side(ids, logits, vocabulary)


def verify_taps(checkpoint: Checkpoint, runner: GraphRunner, ids: Sequence[int]) -> dict[str, Any]:
    """Largest disagreement of each tap and the logits, over layers, with an empty and a half-full cache."""
    oracle = Oracle(checkpoint.config, checkpoint.tensors())
    splits = {"empty_cache": 0, "with_cache": len(ids) // 2}
    report = {name: tap_disagreements(oracle, runner, ids, split) for name, split in splits.items()}
    for name, disagreements in report.items():
        worst = max(disagreements, key=lambda tap: disagreements[tap])
        if not disagreements[worst] <= TAP_TOLERANCE:
            raise GlassformerError(
                f"{checkpoint.id}: the fp32 graph's {worst} ({name}) is {disagreements[worst]:.2g} standard deviations "
                f"from transformers'; allowed: {TAP_TOLERANCE}"
            )
    return {"tolerance": TAP_TOLERANCE, "tokens": len(ids), **report}


def tap_disagreements(oracle: Oracle, runner: GraphRunner, ids: Sequence[int], split: int) -> dict[str, float]:
    """`disagreement` of every tap for ``ids[split:]`` after ``ids[:split]`` in the cache, the worst layer of each."""
    config, names = runner.config, [name for name in output_axes(runner.config.n_layer) if "present" not in name]
    cache = cached(runner, ids[:split])
    rows = [(config.n_layer, position) for position in range(len(ids) - split)]
    ours, theirs = runner.run(ids[split:], names, cache=cache, rows=rows), oracle.run(ids, split)
    worst: dict[str, float] = {}
    for name in names:
        tap = name.partition(".")[0]
        worst[tap] = max(worst.get(tap, 0.0), rounded(disagreement(ours[name], theirs[name])))
    return worst


def cached(runner: GraphRunner, ids: Sequence[int]) -> Arrays | None:
    """Keys and values of ``ids``, for `GraphRunner.run`."""
    return runner.continued(runner.run(ids, runner.cache_outputs())) if ids else None


def verify_variant(
    reference: GraphRunner, folder: Path, variant: str, windows: dict[int, list[list[int]]]
) -> dict[str, Any]:
    """Fidelity of a variant at each context length, and how far its graphs and its cache differ."""
    fastest, *others = variant_providers(folder, variant)
    text = windows[min(windows, key=lambda length: abs(length - 64))][0]
    with variant_runner(folder, variant, fastest) as runner:
        lengths = {str(length): _compare(runner, reference, texts) for length, texts in windows.items()}
        plain = _logits(runner, text)
        after_cache = _logits(runner, text, split=len(text) // 2)
        del runner  # its weights in fp32, before the next session is made
    differences = [np.abs(plain - _variant_logits(folder, variant, other, text)).max() for other in others]
    between_graphs = float(max(differences)) if differences else None
    if between_graphs is not None and not between_graphs <= GRAPH_TOLERANCE:
        raise GlassformerError(
            f"{folder / 'manifest.json'}: the webgpu and wasm graphs of {variant} differ by {between_graphs:.2g} in a "
            f"logit; allowed: {GRAPH_TOLERANCE}"
        )
    return {
        "bits": VARIANTS[variant],
        "context": lengths,
        "graphs_max_logit_difference": None if between_graphs is None else rounded(between_graphs),
        "cache_max_logit_difference": rounded(float(np.abs(plain[len(text) // 2 :] - after_cache).max())),
        "logit_tolerance": {provider: LOGIT_TOLERANCE[provider] for provider in sorted((fastest, *others))},
    }


def _compare(runner: GraphRunner, reference: GraphRunner, texts: list[list[int]]) -> dict[str, Any]:
    fidelity = Fidelity()
    for ids in texts:
        ours, theirs, nexts = _logits(runner, ids), _logits(reference, ids), ids[1:]
        for start in range(0, len(ids), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            fidelity.add(ours[part], theirs[part], nexts[part])
    return fidelity.summary()


def _variant_logits(folder: Path, variant: str, provider: str, ids: list[int]) -> np.ndarray:
    with variant_runner(folder, variant, provider) as runner:
        return _logits(runner, ids)


def _logits(runner: GraphRunner, ids: list[int], split: int = 0) -> np.ndarray:
    rows = [(runner.config.n_layer, position) for position in range(len(ids) - split)]
    return runner.run(ids[split:], ["logits"], cache=cached(runner, ids[:split]), rows=rows)["logits"]


def _lengths(config: ModelConfig) -> dict[int, int]:
    return {length: count for length, count in WINDOWS.items() if length <= config.n_ctx} or {config.n_ctx: 8}


def _windows(tokens: list[int], length: int, count: int) -> Iterator[list[int]]:
    """``count`` passages of ``length`` tokens, spread evenly over the text."""
    if len(tokens) < length:
        raise GlassformerError(f"the held-out text has {len(tokens)} tokens; {length} are needed")
    step = max(1, (len(tokens) - length) // count)
    for start in range(0, len(tokens) - length + 1, step)[:count]:
        yield tokens[start : start + length]
