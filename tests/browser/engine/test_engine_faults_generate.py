"""Whatever goes wrong while a text is generated, or beside it, ends in words and leaves a way on."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import faults
from engine_page import CHOICE, ON_GPU, crash_gpu, load, open_engine, runs, start_engine, state
from faulty_server import FaultyServer
from visit import LIVE

# Goes on in the page as `going`; `drawn` holds the tokens so far. At the end of `pause` tokens it waits for `go()`.
GENERATE = """
({count, pause}) => {
  globalThis.drawn = [];
  globalThis.stop = new AbortController();
  const resumed = new Promise((resolve) => { globalThis.go = resolve });
  globalThis.going = outcome((async () => {
    const {signal} = globalThis.stop;
    for await (const {id} of engine.generate({text: 'The cat sat on the', maxTokens: count, temperature: 0, signal})) {
      drawn.push(id);
      if (drawn.length === pause) await resumed;
    }
  })());
}
"""


def generate(page: Page, count: int, pause: int) -> None:
    """Begin a greedy text and return when ``pause`` tokens are there."""
    page.evaluate(GENERATE, {"count": count, "pause": pause})
    page.wait_for_function(f"drawn.length >= {pause}", timeout=3 * LIVE)


def go_on(page: Page) -> dict[str, Any]:
    page.evaluate("go()")
    return page.evaluate("going")


def test_the_worker_dies(page: Page) -> None:
    load(page)
    generate(page, 200, 2)
    page.evaluate("go()")
    page.workers[0].evaluate("setTimeout(() => self.close()); undefined")
    assert page.evaluate("going")["code"] == "worker-died"
    assert state(page) == {"name": "failed", "code": "worker-died"}
    assert load(page) == {"ok": True}
    assert runs(page)


def test_the_model_is_replaced(page: Page) -> None:
    load(page)
    generate(page, 9, 2)
    assert load(page, "{model: 'embedded', variant: 'q8', provider: 'wasm'}") == {"ok": True}
    assert go_on(page)["code"] == "not-loaded"
    assert runs(page)
    assert state(page)["name"] == "ready"


def test_a_cancel(page: Page) -> None:
    load(page)
    generate(page, 200, 2)
    page.evaluate("setTimeout(() => stop.abort(), 30)")
    assert go_on(page)["name"] == "AbortError"
    assert 2 <= page.evaluate("drawn.length") < 200
    assert state(page)["name"] == "ready"
    assert runs(page)


def test_the_gpu_goes_away(fragile_gpu_page: Page) -> None:
    """The processor repeats the step and goes on: the text is the one that it writes alone."""
    page = fragile_gpu_page
    assert load(page, ON_GPU) == {"ok": True}
    generate(page, 3, 1)
    crash_gpu(page)
    assert go_on(page) == {"ok": True}
    with_loss = page.evaluate("drawn")
    assert page.evaluate("[engine.loaded.provider, engine.loaded.reason]") == ["wasm", "device-lost"]
    generate(page, 3, 1)
    assert go_on(page) == {"ok": True}
    assert page.evaluate("drawn") == with_loss


def test_typing_while_a_text_is_generated(page: Page) -> None:
    """Both go on, one step after the other, and neither takes the other's keys and values for its own."""
    load(page)
    generate(page, 8, 8)
    alone = page.evaluate("drawn")
    go_on(page)
    generate(page, 8, 1)
    page.evaluate("globalThis.typed = outcome(engine.trace('Once upon a time')); go()")
    assert page.evaluate("typed") == {"ok": True}
    assert page.evaluate("going") == {"ok": True}
    assert page.evaluate("drawn") == alone


def test_no_memory_for_the_session(page: Page) -> None:
    page.evaluate("engine.tokenize('a', {model: 'embedded'}).then(() => 0)")  # starts the worker
    page.workers[0].evaluate("WebAssembly.Memory.prototype.grow = () => { throw new RangeError('no more') }; undefined")
    outcome = load(page)
    assert (outcome["code"], state(page)["code"]) == ("out-of-memory", "out-of-memory")
    assert "does not fit into this browser's memory" in outcome["message"]
    assert load(page) == {"ok": True}  # in a worker of its own
    assert runs(page)


def test_two_tabs_at_once(page: Page, server: FaultyServer) -> None:
    other = page.context.new_page()
    start_engine(other, server.address)
    for tab in (page, other):
        tab.evaluate(f"globalThis.loading = outcome(engine.load({CHOICE})); undefined")
    assert [tab.evaluate("loading") for tab in (page, other)] == [{"ok": True}, {"ok": True}]
    assert runs(page)
    assert runs(other)


@pytest.mark.parametrize("stage", ["downloading", "running"])
def test_a_hidden_tab_goes_on(wasm_browser: Browser, server: FaultyServer, stage: str) -> None:
    page = open_engine(wasm_browser, server.address, [])
    if stage == "downloading":
        server.faults[".bin"] = faults.slow
        page.evaluate(f"globalThis.going = outcome(engine.load({CHOICE})); undefined")
        page.wait_for_function("state().name === 'downloading'")
    else:
        load(page)
        generate(page, 12, 1)
    page.context.new_page().bring_to_front()
    if stage == "running":
        page.evaluate("go()")
    assert page.evaluate("going") == {"ok": True}
    assert runs(page)
    page.context.close()
