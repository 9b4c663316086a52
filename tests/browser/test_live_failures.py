"""Nothing that goes wrong leaves the reader without a way on, or without the figures."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import expect

from faulty_server import FaultyServer, held, status
from visit import LIVE, RUN, Open, Visit, source


def expect_example(visit: Visit) -> None:
    expect(visit.figure("tokens").locator("[data-position]")).to_have_count(5)
    assert source(visit.figure("tokens")) == "precomputed · Glassformer embedded · fp32"


def try_again(visit: Visit) -> None:
    visit.prompt.get_by_role("button", name="Try again").click()
    expect(visit.prompt).to_have_attribute("data-state", "on", timeout=LIVE)


@pytest.mark.parametrize("part", ["models/embedded/q8-", "assets/ort/"])
def test_a_missing_file_can_be_tried_again(open_page: Open, site_server: FaultyServer, part: str) -> None:
    visit = open_page("index.html")
    visit.ready("tokens")
    visit.offer()
    visit.expected += ["404", "Failed to load resource"]
    site_server.faults[part] = status(404)
    visit.prompt.locator("[data-control=accept]").click()
    expect(visit.prompt).to_have_attribute("data-state", "failed", timeout=LIVE)
    expect(visit.prompt.locator(".gf-problem")).to_contain_text("The figures keep showing the example.")
    expect_example(visit)
    site_server.faults.clear()
    try_again(visit)
    visit.write("Now it runs")
    expect(visit.ready("tokens").locator("[data-part=source]")).to_contain_text("live")


def test_no_manifest(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html")
    visit.expected += ["404"]
    site_server.faults["manifest.json"] = status(404)
    visit.prompt.locator("[data-control=run-live]").click()
    expect(visit.prompt.locator(".gf-problem")).to_contain_text("does not hold the model", timeout=RUN)
    site_server.faults.clear()
    visit.prompt.get_by_role("button", name="Try again").click()
    expect(visit.prompt.locator("[data-control=accept]")).to_be_visible(timeout=RUN)


def test_a_download_can_be_cancelled_and_taken_up_again(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html")
    visit.ready("tokens")
    visit.offer()
    release = threading.Event()
    site_server.faults[".bin"] = held(release)
    visit.prompt.locator("[data-control=accept]").click()
    expect(visit.prompt.locator("progress")).to_be_visible()
    expect(visit.prompt.locator("[data-part=status]")).to_contain_text("MB")
    visit.prompt.get_by_role("button", name="Cancel").click()
    expect(visit.prompt).to_have_attribute("data-state", "off")
    release.set()
    site_server.faults.clear()
    expect_example(visit)
    visit.run_live()


def test_an_offer_can_be_declined(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html")
    visit.offer()
    visit.prompt.get_by_role("button", name="Not now").click()
    expect(visit.prompt.get_by_role("button", name="Run live …")).to_be_focused()
    assert not any(path.endswith(".bin") for path in site_server.asked)


@pytest.mark.parametrize("missing", ["WebAssembly", "Worker"])
def test_where_live_cannot_be_had_the_page_says_why_and_offers_examples(open_page: Open, missing: str) -> None:
    visit = open_page("index.html", script=f"delete globalThis.{missing};")
    expect(visit.prompt).to_have_attribute("data-state", "unavailable")
    reason = {"WebAssembly": "no WebAssembly", "Worker": "no background workers"}[missing]
    expect(visit.prompt.locator("[data-part=status]")).to_contain_text(reason)
    expect(visit.text).not_to_be_editable()
    visit.prompt.locator("[data-example=chinese]").click()
    expect(visit.ready("tokens").locator("[data-position]")).not_to_have_count(5)


def test_a_trace_that_cannot_be_had_leaves_the_picture_and_a_way_to_try_again(
    open_page: Open, site_server: FaultyServer
) -> None:
    site_server.faults["core.safetensors"] = status(500)
    visit = open_page("index.html", expected=["500"])
    figure = visit.figure("probabilities")
    expect(figure).to_have_attribute("data-state", "failed")
    expect(figure.locator("[data-part=drawing]")).to_contain_text("table")
    site_server.faults.clear()
    figure.get_by_role("button", name="Try again").click()
    expect(figure).to_have_attribute("data-state", "ready")


def test_a_block_that_cannot_be_had_is_said_so_and_the_rest_stays(open_page: Open, site_server: FaultyServer) -> None:
    visit = open_page("index.html")
    figure = visit.ready("attention")
    visit.expected += ["503"]
    site_server.faults["layer-01"] = status(503)
    figure.locator("[data-control=block]").select_option("1")
    expect(figure.locator(".gf-problem")).to_contain_text("503")
    expect(figure.locator(".gf-matrix")).to_be_visible()
    site_server.faults.clear()
    figure.get_by_role("button", name="Try again").click()
    expect(figure.locator(".gf-problem")).to_have_count(0)
    expect(figure.locator(".gf-steps-table")).to_be_visible()
