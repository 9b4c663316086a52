"""Checkpoints from the hub, with a small server that speaks the part of its protocol that is used."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
import torch
from huggingface_hub import constants, file_download

import tiny_checkpoints
from glassformer.checkpoint import load
from glassformer.errors import GlassformerError

MODEL = "someone/tiny-gpt2"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """Serves ``folder`` as `MODEL` at revisions ``main`` and `COMMIT`; notes every file that was sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent: list[tuple[str, int]] = []
        self.break_off_after: int | None = None
        self.gated = False
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                hub.answer(self, body=False)

            def do_GET(self) -> None:
                hub.answer(self, body=True)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler, *, body: bool) -> None:
        parts = unquote(request.path.split("?")[0]).strip("/").split("/")
        api = parts[:2] == ["api", "models"]
        repository = "/".join(parts[2:4] if api else parts[:2])
        revision = (parts[5:] or ["main"])[0] if api else parts[3]
        if repository != MODEL:
            return self.fail(request, 401, "RepoNotFound")
        if revision not in ("main", COMMIT):
            return self.fail(request, 404, "RevisionNotFound")
        if self.gated and not api:
            return self.fail(request, 403, "GatedRepo")
        if api:
            siblings = [{"rfilename": path.name} for path in sorted(self.folder.iterdir())]
            return self.send(
                request, json.dumps({"id": MODEL, "sha": COMMIT, "siblings": siblings}).encode(), body=True
            )
        file = self.folder / parts[4]
        if not file.is_file():
            return self.fail(request, 404, "EntryNotFound")
        return self.send(request, file.read_bytes(), body=body, name=file.name)

    def fail(self, request: BaseHTTPRequestHandler, status: int, code: str) -> None:
        request.send_response(status)
        request.send_header("X-Error-Code", code)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def send(self, request: BaseHTTPRequestHandler, content: bytes, *, body: bool, name: str = "") -> None:
        start = int(request.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])
        request.send_response(206 if start else 200)
        request.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        request.send_header("X-Repo-Commit", COMMIT)
        request.send_header("Content-Length", str(len(content) - start))
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        request.end_headers()
        if body:
            self.sent.append((name, start))
            limit = self.break_off_after if name == "model.safetensors" else None
            request.wfile.write(content[start:] if limit is None else content[start : start + limit])


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    server = Hub(tiny_checkpoints.make(tmp_path / "served"))
    monkeypatch.setattr(constants, "ENDPOINT", server.url)
    template = server.url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(file_download, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    yield server
    server.stop()


def refusal(ref: str) -> str:
    with pytest.raises(GlassformerError) as caught:
        load(ref)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_model_is_fetched_once_at_a_pinned_commit(hub: Hub) -> None:
    (hub.folder / "README.md").write_text("---\nlicense: mit\n---\n")
    (hub.folder / "flax_model.msgpack").write_bytes(b"of no use here")
    checkpoint = load(MODEL)
    assert (checkpoint.id, checkpoint.slug, checkpoint.licence) == (MODEL, "someone--tiny-gpt2", "mit")
    assert checkpoint.source == f"https://huggingface.co/{MODEL}/tree/{COMMIT}"
    local = load(str(hub.folder))
    assert checkpoint.sha256 == local.sha256
    assert all(np.array_equal(checkpoint.weights[name], array) for name, array in local.weights.items())
    fetched = {name for name, _ in hub.sent if name}
    assert fetched == {"README.md", "config.json", "model.safetensors", "tokenizer.json"}
    hub.sent.clear()
    assert load(f"{MODEL}@{COMMIT}").sha256 == checkpoint.sha256
    assert {name for name, _ in hub.sent} <= {""}


def test_without_a_network_the_cache_is_used(hub: Hub) -> None:
    before = load(MODEL)
    hub.stop()
    after = load(MODEL)
    assert (after.sha256, after.source) == (before.sha256, before.source)


def test_without_a_network_and_without_a_cache(hub: Hub) -> None:
    hub.stop()
    message = refusal(MODEL)
    assert message.startswith(f"{MODEL}: not found; tried {hub.url} (")
    assert "or give a local folder: --model path/to/checkpoint" in message


def test_an_interrupted_download_goes_on_where_it_stopped(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 1000)
    hub.break_off_after = 10_000
    assert "a download goes on where it stopped" in refusal(MODEL)
    hub.break_off_after = None
    load(MODEL)
    assert [start for name, start in hub.sent if name == "model.safetensors"] == [0, 10_000]


def test_what_the_hub_does_not_have(hub: Hub) -> None:
    assert refusal("someone/else").startswith("someone/else: the hub has no such public model")
    assert refusal(f"{MODEL}@v9") == f"{MODEL}@v9: the hub has no such revision; allowed: a branch, tag or commit"
    hub.gated = True
    assert "accept terms" in refusal(MODEL)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_model_without_a_file(hub: Hub, name: str) -> None:
    (hub.folder / name).unlink()
    assert refusal(MODEL) == f"{MODEL}: the model has no {name}"
    assert not [sent for sent, _ in hub.sent if sent]


def test_another_architecture_is_refused_before_its_weights_are_fetched(hub: Hub) -> None:
    tiny_checkpoints.write_json(hub.folder / "config.json", {"model_type": "llama"})
    assert "model_type is 'llama'; allowed: gpt2" in refusal(MODEL)
    assert {sent for sent, _ in hub.sent if sent} == {"config.json"}


def test_a_pickle_is_fetched_only_if_allowed(hub: Hub) -> None:
    tensors = load(str(hub.folder)).tensors()
    (hub.folder / "model.safetensors").unlink()
    torch.save(tensors, hub.folder / "pytorch_model.bin")
    assert "--allow-pickle" in refusal(MODEL)
    assert not [sent for sent, _ in hub.sent if sent]
    weights = load(MODEL, allow_pickle=True).weights
    assert all(np.array_equal(weights[name], tensor.numpy()) for name, tensor in tensors.items())


def test_an_id_that_the_hub_does_not_allow(hub: Hub) -> None:
    assert "not a hub id" in refusal("some..one/tiny--gpt2")
