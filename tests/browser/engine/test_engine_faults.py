"""Whatever goes wrong, the engine ends in a state that says so and that the reader can leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright

import faults
from engine_page import CHOICE, ON_GPU, crash_gpu, load, open_engine, runs, start_engine, state
from faulty_server import Fault, FaultyServer, serving, status
from flags import PLAIN

SHARD = ".bin"


@pytest.fixture(scope="module")
def loaded(wasm_browser: Browser, engine_folder: Path) -> Iterator[Page]:
    """A page whose model runs: for what leaves it running."""
    with serving(engine_folder) as server:
        opened = open_engine(wasm_browser, server.address, [])
        assert load(opened) == {"ok": True}
        yield opened
        opened.context.close()


PASSING: dict[str, Fault] = {
    "500": faults.first(2, status(500)),
    "half": faults.first(1, faults.half),
    "wrong bytes": faults.first(1, faults.wrong),
    "connection drops": faults.first(1, faults.hang_up),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_passes_is_tried_again(page: Page, server: FaultyServer, fault: Fault) -> None:
    server.faults[SHARD] = fault
    assert load(page) == {"ok": True}
    assert runs(page)


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [(status(404), "network", "the server answered 404."), (faults.wrong, "checksum", "is not the file")],
    ids=["404", "wrong bytes"],
)
def test_what_stays_wrong_is_said_and_can_be_tried_again(
    page: Page, server: FaultyServer, fault: Fault, code: str, says: str
) -> None:
    server.faults[SHARD] = fault
    outcome = load(page)
    assert (outcome["name"], outcome["code"]) == ("EngineError", code)
    assert says in outcome["message"]
    assert "\n" not in outcome["message"]
    assert state(page) == {"name": "failed", "code": code}
    server.faults.clear()
    assert load(page) == {"ok": True}
    assert runs(page)


def test_a_missing_runtime_is_said(page: Page, server: FaultyServer) -> None:
    server.faults[".wasm.gz"] = status(404)
    assert load(page)["code"] == "network"
    server.faults.clear()
    assert load(page) == {"ok": True}


def shards_asked(server: FaultyServer) -> list[str]:
    return [path for path in server.asked if path.endswith(SHARD) and not path.endswith("seen_tokens.bin")]


def test_a_second_visit_reads_no_model_byte_from_the_network(page: Page, server: FaultyServer) -> None:
    asked: dict[str, str] = {}
    page.context.on("request", lambda request: asked.update({urlsplit(request.url).path: request.resource_type}))
    assert load(page) == {"ok": True}
    kinds = {asked[path] for path in shards_asked(server)}
    assert kinds == {"xhr"}  # as blobs: of what fetch reads, several times the model would lie about in memory
    assert runs(page)
    server.asked.clear()
    start_engine(page, server.address)
    assert page.evaluate(f"engine.plan({CHOICE}).then(({{stored}}) => stored)") > 7_000_000
    assert load(page) == {"ok": True}
    assert runs(page)
    assert [path for path in server.asked if "/models/" in path and not path.endswith("manifest.json")] == []


def test_cancelling_a_download_keeps_what_is_finished(page: Page, server: FaultyServer) -> None:
    server.faults[SHARD] = faults.slow
    outcome = page.evaluate(
        f"""async () => {{
          const stop = new AbortController();
          const loading = outcome(engine.load({{...{CHOICE}, signal: stop.signal, onProgress: ({{loaded}}) => {{
            if (loaded > 6_000_000) stop.abort();
          }}}}));
          return await loading;
        }}"""
    )
    assert outcome["name"] == "AbortError"
    assert state(page) == {"name": "idle"} | {"code": None}
    server.faults.clear()
    server.asked.clear()
    assert load(page) == {"ok": True}
    assert not any(path.endswith(".onnx.gz") for path in server.asked)


@pytest.mark.parametrize("stage", ["verifying", "starting"])
def test_cancelling_at_every_stage(page: Page, stage: str) -> None:
    outcome = page.evaluate(
        f"""() => {{
          const stop = new AbortController();
          const onProgress = ({{name}}) => {{ if (name === '{stage}') stop.abort() }};
          return outcome(engine.load({{...{CHOICE}, signal: stop.signal, onProgress}}));
        }}"""
    )
    assert outcome["name"] == "AbortError"
    assert state(page)["name"] == "idle"
    assert load(page) == {"ok": True}


def test_the_newest_load_wins(page: Page) -> None:
    outcomes = page.evaluate(f"Promise.all([outcome(engine.load({CHOICE})), outcome(engine.load({CHOICE}))])")
    assert [outcome.get("name") for outcome in outcomes] == ["AbortError", None]
    assert state(page)["name"] == "ready"
    assert runs(page)


def test_typing_while_a_run_is_going(loaded: Page) -> None:
    outcomes = loaded.evaluate(
        """() => Promise.all(Array.from({length: 20}, (_, i) => engine.trace(`Typed ${i} of twenty`).then(
          (trace) => trace.meta.text, (error) => error.name)))"""
    )
    assert outcomes == ["AbortError"] * 19 + ["Typed 19 of twenty"]
    assert state(loaded)["name"] == "ready"


def test_cancelling_a_run(loaded: Page) -> None:
    outcome = loaded.evaluate(
        """() => {
          const stop = new AbortController();
          setTimeout(() => stop.abort(), 20);
          return outcome(engine.trace('word '.repeat(200), {signal: stop.signal}));
        }"""
    )
    assert outcome["name"] == "AbortError"
    assert state(loaded)["name"] == "ready"
    assert runs(loaded)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("''", "empty", "at least one token"),
        ("' word'.repeat(1100)", "too-long", "1100 tokens; a live run of this model takes 256"),
    ],
)
def test_texts_that_cannot_run(loaded: Page, text: str, code: str, says: str) -> None:
    outcome = loaded.evaluate(f"outcome(engine.trace({text}))")
    assert outcome["code"] == code
    assert says in outcome["message"]
    assert state(loaded)["name"] == "ready"


def test_a_lone_surrogate_runs_as_the_replacement_character(loaded: Page) -> None:
    tokens = loaded.evaluate("engine.trace('a\\ud83d', {lens: false}).then(({meta}) => meta.tokens.join(''))")
    assert tokens == "a\ufffd"


def test_the_worker_dies(page: Page) -> None:
    load(page)
    going = "outcome(engine.trace('word '.repeat(200)))"
    page.evaluate(f"globalThis.going = {going}; undefined")
    page.workers[0].evaluate("setTimeout(() => self.close()); undefined")
    assert page.evaluate("going")["code"] == "worker-died"
    assert state(page) == {"name": "failed", "code": "worker-died"}
    assert page.evaluate(going)["code"] == "not-loaded"
    assert load(page) == {"ok": True}
    assert runs(page)


def test_no_worker_script(page: Page, server: FaultyServer) -> None:
    server.faults["chunks/worker"] = status(404)
    assert load(page)["code"] == "worker-died"
    server.faults.clear()
    assert load(page) == {"ok": True}


def test_an_unknown_model_and_variant(page: Page) -> None:
    unknown = page.evaluate("outcome(engine.load({model: 'nobody/nothing'}))")
    assert (unknown["code"], unknown["message"]) == ("unknown-model", 'This site holds no model "nobody/nothing".')
    variant = page.evaluate("outcome(engine.load({model: 'embedded', variant: 'q2'}))")
    assert (variant["code"], variant["message"]) == (
        "unknown-model",
        'Model "embedded" has no variant "q2", only q4, q8.',
    )


def test_nothing_loaded_and_disposed(page: Page) -> None:
    assert page.evaluate("outcome(engine.trace('a'))")["code"] == "not-loaded"
    load(page)
    page.evaluate("globalThis.going = outcome(engine.trace('word '.repeat(200))); engine.dispose()")
    assert page.evaluate("going")["name"] == "AbortError"
    assert page.evaluate(f"outcome(engine.load({CHOICE}))")["code"] == "disposed"


def test_tokenizing_needs_neither_weights_nor_runtime(page: Page, server: FaultyServer) -> None:
    tokenized = page.evaluate("engine.tokenize('The cat', {model: 'embedded'})")
    assert (tokenized["ids"], tokenized["strings"], tokenized["unseen"]) == ([464, 3797], ["The", " cat"], [])
    assert [len(word["merges"]) for word in tokenized["words"]] == [2, 3]
    assert not any(path.endswith((".wasm.gz", ".onnx.gz")) for path in server.asked)
    assert shards_asked(server) == []


@pytest.fixture
def plain_http_page(playwright: Playwright, chromium: Path, server: FaultyServer) -> Iterator[Page]:
    """Another name for this machine: without https the browser has no Cache API, crypto.subtle, locks or WebGPU."""
    arguments = [*PLAIN, "--host-resolver-rules=MAP classroom.test 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
    yield open_engine(browser, server.address.replace("127.0.0.1", "classroom.test"), [])
    browser.close()


def test_plain_http(plain_http_page: Page, server: FaultyServer) -> None:
    page = plain_http_page
    missing = "[isSecureContext, 'caches' in globalThis, crypto.subtle !== undefined]"
    assert page.evaluate(missing) == [False, False, False]
    assert page.evaluate("engine.plan({model: 'embedded'}).then(({reason}) => reason)") == "no-webgpu"
    server.faults[SHARD] = faults.wrong
    assert load(page)["code"] == "checksum"
    server.faults.clear()
    assert load(page) == {"ok": True}
    assert runs(page)


@pytest.mark.parametrize("running", [True, False], ids=["in mid-run", "between runs"])
def test_the_gpu_goes_away(fragile_gpu_page: Page, server: FaultyServer, running: bool) -> None:
    page = fragile_gpu_page
    assert load(page, ON_GPU) == {"ok": True}
    assert page.evaluate("engine.loaded.provider") == "webgpu"
    server.asked.clear()
    run = "globalThis.going = outcome(engine.trace('The cat sat on the')); undefined"
    if running:
        page.evaluate(run)
        page.wait_for_timeout(300)
    crash_gpu(page)
    if not running:
        page.evaluate(run)
    assert page.evaluate("going") == {"ok": True}
    now = page.evaluate("({provider: engine.loaded.provider, code: engine.loaded.reason})")
    assert now == {"provider": "wasm", "code": "device-lost"}
    assert shards_asked(server) == []
    assert runs(page)
