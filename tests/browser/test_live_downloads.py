"""The download of the model, seen by the reader: whatever happens to it, there is a way on."""

from __future__ import annotations

import re
import threading

import pytest
from playwright.sync_api import expect

import faults
from faulty_server import Fault, FaultyServer, held, status
from visit import LIVE, RUN, Open, Visit

SHARD = ".bin"
MODEL = re.compile(r"\.(bin|onnx\.gz|wasm\.gz)$|tokenizer\.json")
# Presses Cancel as soon as the model is in a state.
CANCEL_AT = """(state) => {
  const prompt = document.querySelector('gf-prompt');
  const look = () => prompt.dataset.status === state && prompt.querySelector('[data-control=cancel]')?.click();
  new MutationObserver(look).observe(prompt, {attributes: true, childList: true, subtree: true});
}"""


def accept(visit: Visit) -> None:
    visit.prompt.locator("[data-control=accept]").click()


def expect_state(visit: Visit, state: str) -> None:
    expect(visit.prompt).to_have_attribute("data-state", state, timeout=LIVE)


@pytest.mark.parametrize(
    "fault",
    [faults.first(1, status(500)), faults.first(1, faults.half), faults.first(1, faults.wrong)],
    ids=["500", "half", "wrong bytes"],
)
def test_a_shard_that_fails_once_is_fetched_again(open_page: Open, site_server: FaultyServer, fault: Fault) -> None:
    visit = open_page("index.html", expected=["500", "ERR_"])
    visit.offer()
    site_server.faults[SHARD] = fault
    accept(visit)
    expect_state(visit, "on")


@pytest.mark.parametrize(
    ("fault", "says"),
    [(status(404), "A file could not be downloaded"), (faults.wrong, "damaged")],
    ids=["404", "wrong bytes"],
)
def test_a_shard_that_stays_wrong_is_said(open_page: Open, site_server: FaultyServer, fault: Fault, says: str) -> None:
    visit = open_page("index.html", expected=["404"])
    visit.offer()
    site_server.faults[SHARD] = fault
    accept(visit)
    expect(visit.prompt.locator(".gf-problem")).to_contain_text(says, timeout=LIVE)
    assert visit.prompt.get_attribute("data-status") == "failed"
    site_server.faults.clear()
    visit.prompt.get_by_role("button", name="Try again").click()
    expect_state(visit, "on")


def test_a_second_visit_reads_no_byte_of_the_model(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html")
    visit.run_live()
    visit.open("index.html")
    site_server.asked.clear()
    assert "stored in this browser already" in visit.offer()
    accept(visit)
    expect_state(visit, "on")
    visit.settled()
    assert [path for path in site_server.asked if MODEL.search(path)] == []


def test_where_there_is_no_room_the_model_runs_and_the_reader_is_told(open_page: Open) -> None:
    # What a browser tells; its own limit cannot be set from here so that it would tell it too.
    visit = open_page("index.html", script="navigator.storage.estimate = async () => ({quota: 8_000_000, usage: 0});")
    assert "This browser has room for only" in visit.offer()
    accept(visit)
    expect_state(visit, "on")
    visit.write("It runs all the same")
    expect(visit.ready("tokens").locator("[data-part=source]")).to_contain_text("live")
    visit.prompt.locator("gf-settings summary").click()
    stored = visit.prompt.locator(".gf-settings-stored li").filter(has_text="q8")
    expect(stored).not_to_contain_text("13.3", timeout=RUN)  # the weights


@pytest.mark.parametrize("state", ["choosing", "downloading", "verifying", "starting"])
def test_cancelling_in_each_state(open_page: Open, site_server: FaultyServer, state: str) -> None:
    visit = open_page("index.html")
    visit.ready("tokens")
    release = threading.Event()
    if state == "choosing":
        site_server.faults["manifest.json"] = held(release)
    if state == "downloading":
        site_server.faults[SHARD] = held(release)
    visit.page.evaluate(CANCEL_AT, state)
    visit.prompt.locator("[data-control=run-live]").click()
    if state != "choosing":
        visit.prompt.locator("[data-control=accept]").click(timeout=RUN)
    expect(visit.prompt).to_have_attribute("data-status", "idle", timeout=LIVE)
    release.set()
    site_server.faults.clear()
    visit.page.reload()  # without what presses Cancel
    visit.run_live()


def test_leaving_the_text_while_it_runs(open_page: Open) -> None:
    visit = open_page("index.html")
    visit.run_live()
    visit.text.fill("word " * 200)
    expect(visit.prompt).to_have_attribute("data-status", "running", timeout=RUN)
    visit.prompt.get_by_role("button", name="Back to the example").click()
    expect(visit.prompt).to_have_attribute("data-status", "ready")
    expect(visit.ready("tokens").locator("[data-position]")).to_have_count(5)
    visit.write("And another text")
    expect(visit.ready("tokens").locator("[data-part=source]")).to_contain_text("live")


def test_a_download_goes_on_in_the_next_chapter(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html")
    visit.offer()
    release = threading.Event()
    site_server.faults[SHARD] = held(release)
    accept(visit)
    expect(visit.prompt).to_have_attribute("data-status", "downloading")
    visit.open("attention.html")
    expect_state(visit, "loading")
    release.set()
    site_server.faults.clear()
    expect_state(visit, "on")


def test_another_chapter_is_opened_while_the_model_reads(open_page: Open) -> None:
    visit = open_page("index.html")
    visit.run_live()
    visit.text.fill("word " * 200)
    expect(visit.prompt).to_have_attribute("data-status", "running", timeout=RUN)
    visit.open("attention.html")
    expect_state(visit, "off")
    visit.run_live()


def test_a_tab_that_is_put_to_sleep_goes_on_when_it_wakes(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html")
    visit.offer()
    release = threading.Event()
    site_server.faults[SHARD] = held(release)
    accept(visit)
    expect(visit.prompt).to_have_attribute("data-status", "downloading")
    session = visit.context.new_cdp_session(visit.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    release.set()
    session.send("Page.setWebLifecycleState", {"state": "active"})
    expect_state(visit, "on")


def test_choices_are_shown_with_their_size_and_remembered(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html")
    before = visit.offer()
    visit.prompt.locator("gf-settings summary").click()
    visit.prompt.locator("[data-control=setting-variant]").select_option("q4")
    expect(visit.prompt.locator("[data-part=status] > p")).to_contain_text("(q4, as you chose)", timeout=RUN)
    assert visit.prompt.locator("[data-part=status] > p").inner_text() != before
    accept(visit)
    expect_state(visit, "on")
    visit.settled()
    expect(visit.ready("tokens").locator("[data-part=source]")).to_have_text("live · Glassformer embedded · q4")
    assert not any("/q8-" in path for path in site_server.asked)

    visit.open("attention.html")
    assert "(q4, as you chose)" in visit.offer()
    visit.prompt.locator("gf-settings summary").click()
    visit.prompt.locator("[data-control=delete-q4]").click(timeout=RUN)
    expect(visit.prompt.locator("[data-control=delete-q4]")).to_be_disabled(timeout=RUN)


def test_little_memory_runs_the_packed_weights_and_says_that_it_is_slower(
    open_page: Open, site_server: FaultyServer
) -> None:
    visit = open_page("index.html")
    visit.offer()
    visit.prompt.locator("gf-settings summary").click()
    visit.prompt.locator("[data-control=setting-memory]").select_option("little")
    expect(visit.prompt.locator("[data-part=status] > p")).to_contain_text("several times as long", timeout=RUN)
    accept(visit)
    expect_state(visit, "on")
    visit.write("A text of my own")
    expect(visit.ready("tokens").locator("[data-part=source]")).to_contain_text("live")
    graphs = [path for path in site_server.asked if path.endswith(".onnx.gz")]
    assert len(graphs) == 1
    assert "webgpu" in graphs[0]
