"""Without a connection: what was visited or saved is there, what was not says so, and an update breaks no open tab."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from faulty_server import FaultyServer, serving
from flags import PLAIN
from glassformer.offline import write_service_worker
from visit import LIVE, RUN, Open, Visit

KEPT = """async () => {
  const keys = [];
  for (const name of await caches.keys())
    for (const {url} of await (await caches.open(name)).keys()) keys.push(`${name} ${url}`);
  return keys;
}"""


def kept(page: Page) -> list[str]:
    return page.evaluate(KEPT)


def wait_until_kept(visit: Visit, *names: str) -> None:
    """The service worker keeps what a page was made of a moment after it was made."""
    visit.page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    wait_for_keys(visit, *(f"/{name}?" for name in names))


def wait_for_keys(visit: Visit, *parts: str) -> None:
    found: list[str] = []
    for _ in range(150):
        found = kept(visit.page)
        if all(any(part in key for key in found) for part in parts):
            return
        visit.page.wait_for_timeout(200)
    raise AssertionError(f"{parts} not among {found}")


def saved(visit: Visit) -> None:
    """Save the course, with the model, and wait until all of it is there."""
    panel = visit.page.locator("gf-offline")
    expect(panel).to_have_attribute("data-state", "ready", timeout=RUN)
    panel.locator("[data-control=save]").click()
    expect(panel).to_contain_text("All of it is saved", timeout=LIVE)


def test_a_second_visit_with_the_server_stopped(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html", expected=["ERR_"])
    visit.ready("probabilities")
    wait_until_kept(visit, "index.html", "cat-sat/core.safetensors.gz", "assets/glassformer/main.js")
    site_server.stop()
    visit.page.reload()
    visit.ready("tokens")
    visit.ready("probabilities", 1).locator("[data-control=temperature]").fill("0.5")
    expect(visit.figure("probabilities", 1)).to_contain_text("T = 0.5")


def test_a_page_that_was_never_visited(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html", expected=["ERR_", "503"])
    visit.ready("tokens")
    wait_until_kept(visit, "index.html")
    site_server.stop()
    for address in ("publish.html", "no/such/page.html"):
        visit.open(address)
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("There is no connection")
        assert visit.page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Source Sans 3"')
        visit.page.get_by_role("link", name="See how GPT-2 predicts the next token").last.click()
        visit.ready("tokens")


def test_a_saved_course_with_the_server_stopped(open_page: Open, site_server: FaultyServer, site: Path) -> None:
    visit = open_page("save.html", expected=["ERR_"])
    saved(visit)
    # Shards and runtimes lie in the engine's store alone.
    large = [key.split()[0] for key in kept(visit.page) if re.search(r"\.(bin|wasm\.gz|onnx\.gz)\?", key)]
    assert set(large) == {"glassformer-models"}
    site_server.stop()
    pages = [path.relative_to(site).as_posix() for path in site.glob("*.html")]
    for name in sorted({*pages} - {"404.html", "offline.html"}):
        visit.open(name)
        expect(visit.page.get_by_role("heading", level=1)).not_to_contain_text("no connection")
    visit.open("attention.html")
    figure = visit.ready("attention")
    figure.locator("[data-control=block]").select_option("5")
    expect(figure.locator(".gf-steps-table")).to_be_visible(timeout=RUN)
    visit.run_live()
    visit.write("A text of my own")
    expect(visit.ready("tokens").locator("[data-part=source]")).to_contain_text("live")


def test_what_is_saved_can_be_deleted(open_page: Open) -> None:
    visit = open_page("save.html")
    saved(visit)
    panel = visit.page.locator("gf-offline")
    panel.locator("[data-control=delete]").click()
    expect(panel.locator("[data-control=save]")).to_be_visible(timeout=RUN)
    assert not any(key.endswith(".bin") or "traces/" in key for key in kept(visit.page))


def test_saving_can_be_cancelled_and_says_what_is_missing(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("save.html", expected=["404"])
    panel = visit.page.locator("gf-offline")
    expect(panel).to_have_attribute("data-state", "ready", timeout=RUN)
    panel.locator("[data-control=model]").uncheck()
    site_server.faults["layer-03"] = gone
    panel.locator("[data-control=save]").click()
    expect(panel.locator(".gf-problem")).to_contain_text("Not everything could be downloaded", timeout=LIVE)
    site_server.faults.clear()
    panel.get_by_role("button", name="Try again").click()
    saved(visit)


def gone(handler: Any) -> bool:
    handler.send_error(404)
    return True


def test_room_is_asked_for_first(open_page: Open, site_server: FaultyServer) -> None:
    little = "navigator.storage.estimate = () => Promise.resolve({quota: 2e6, usage: 1e6});"
    visit = open_page("save.html", script=little)
    panel = visit.page.locator("gf-offline")
    expect(panel).to_have_attribute("data-state", "ready", timeout=RUN)
    site_server.asked.clear()
    panel.locator("[data-control=save]").click()
    expect(panel.locator(".gf-problem")).to_contain_text("not enough room")
    assert not any("traces/" in path for path in site_server.asked)


@pytest.fixture
def changing(site: Path, tmp_path: Path) -> Iterator[FaultyServer]:
    """A copy of the site that a test may change."""
    shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("*.map", "lunr"))
    with serving(tmp_path / "site") as running:
        yield running


def publish_newer(folder: Path, script: Path) -> None:
    """The site anew: a page has changed, and the engine's chunk, whose old name is gone."""
    page = folder / "publish.html"
    page.write_text(re.sub(r"<h1[^>]*>", "<h1>Newer ", page.read_text(encoding="utf-8")), encoding="utf-8")
    scripts = folder / "assets/glassformer"
    [engine] = scripts.glob("chunks/engine-*.js")
    for file in [scripts / "main.js", *scripts.glob("chunks/*.js")]:
        file.write_text(file.read_text(encoding="utf-8").replace(engine.name, "engine-NEWER.js"), encoding="utf-8")
    engine.rename(engine.with_name("engine-NEWER.js"))
    write_service_worker(script, folder, ["."])


def test_an_update_while_an_old_tab_is_open(
    wasm_browser: Browser, changing: FaultyServer, root: Path, tmp_path: Path
) -> None:
    old = Visit(wasm_browser.new_context(), changing.address)
    old.open("index.html")
    old.ready("tokens")
    wait_until_kept(old, "index.html")
    publish_newer(tmp_path / "site", root / "site_src/dist/service-worker/service-worker.js")

    fresh = Visit.beside(old)
    fresh.open("publish.html")
    expect(fresh.page.get_by_role("heading", level=1)).to_contain_text("Newer")  # pages come from the server
    expect(old.page.locator("gf-update")).to_contain_text("There is a newer version of this site.", timeout=RUN)
    expect(fresh.page.locator("gf-update")).not_to_contain_text("newer version")

    wait_for_keys(old, "glassformer-previous")
    old.run_live()  # the old tab's engine has gone from the server
    old.write("Still the old tab")
    expect(old.figure("tokens").locator("[data-part=source]")).to_contain_text("live")
    old.page.get_by_role("button", name="Reload").click()
    expect(old.prompt).to_have_attribute("data-state", "off", timeout=RUN)
    old.run_live()
    assert any(path.endswith("engine-NEWER.js") for path in changing.asked)
    old.context.close()
    assert [*old.problems, *fresh.problems] == []


def test_a_page_that_the_host_has_changed_is_shown_and_not_kept(
    wasm_browser: Browser, changing: FaultyServer, tmp_path: Path
) -> None:
    page = tmp_path / "site" / "publish.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</h1>", " counted</h1>"), encoding="utf-8")
    visit = Visit(wasm_browser.new_context(), changing.address)
    visit.open("index.html")
    visit.ready("tokens")
    wait_until_kept(visit, "index.html")
    visit.open("publish.html")
    assert "counted" in visit.page.content()
    assert not any("publish.html" in key for key in kept(visit.page))
    visit.context.close()
    assert visit.problems == []


def test_on_plain_http_nothing_is_registered_and_the_page_says_so(
    playwright: Playwright, chromium: Path, site_server: FaultyServer
) -> None:
    arguments = [*PLAIN, "--host-resolver-rules=MAP classroom.test 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
    visit = Visit(browser.new_context(), site_server.address.replace("127.0.0.1", "classroom.test"))
    visit.open("save.html")
    expect(visit.page.locator("gf-offline")).to_contain_text("plain http")
    assert not any(path.endswith("service-worker.js") for path in site_server.asked)
    browser.close()
    assert visit.problems == []
