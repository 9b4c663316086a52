"""Pages that replace one another without a reload, as they do where the site's address is known at build time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from faulty_server import FaultyServer, serving
from glassformer.mkdocs_site import LANGUAGES, build_pages, site_url
from visit import Visit


@pytest.fixture(scope="module")
def published(root: Path, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyServer]:
    """The site, its pages built for the address at which they are served."""
    folder = tmp_path_factory.mktemp("published")
    with serving(folder) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", running.address)
        for config, language in LANGUAGES.items():
            build_pages(root / config, folder / language, site_url(language))
        for part in ("models", "traces", "assets/glassformer", "assets/ort"):
            (folder / part).symlink_to(site / part)
        yield running


def to_attention(visit: Visit) -> None:
    """Go there from the contents on the home page, as a reader does, who looks at a link before choosing it.

    The theme notes where a page was scrolled to after a tenth of a second without scrolling. A faster click would have
    that noted of the next page, which would then open there.
    """
    link = visit.page.locator(".gf-contents").get_by_role("link", name="Attention", exact=True)
    link.scroll_into_view_if_needed()
    visit.page.wait_for_timeout(300)
    link.click()
    expect(visit.page).to_have_title("Attention: scores, mask, softmax, values - Glassformer")


def test_figures_and_the_running_model_survive(wasm_browser: Browser, published: FaultyServer) -> None:
    visit = Visit(wasm_browser.new_context(service_workers="block"), published.address)
    visit.open("index.html")
    visit.page.evaluate("globalThis.sameDocument = true")
    visit.run_live()
    visit.write("A text of my own")
    expect(visit.ready("tokens").locator("[data-position]")).to_have_count(5)

    to_attention(visit)
    assert visit.page.evaluate("globalThis.sameDocument")
    expect(visit.text).to_have_value("The cat sat on the")  # another page, another session
    expect(visit.prompt).to_have_attribute("data-state", "on")  # the model is still there
    downloads = sum(path.endswith(".bin") for path in published.asked)
    visit.write("Tom and Mary")
    expect(visit.ready("attention").locator("[data-part=source]")).to_contain_text("live")
    assert sum(path.endswith(".bin") for path in published.asked) == downloads

    visit.page.go_back()
    expect(visit.page).to_have_title("See how GPT-2 predicts the next token - Glassformer")
    assert visit.page.evaluate("globalThis.sameDocument")
    figure = visit.ready("attention")
    figure.locator("[data-control=query]").select_option("1")
    expect(visit.ready("tokens").locator("[data-position].gf-selected")).to_have_attribute("data-position", "1")
    visit.context.close()
    assert visit.problems == []


def test_the_switch_of_language_follows_the_page_below_it(wasm_browser: Browser, published: FaultyServer) -> None:
    visit = Visit(wasm_browser.new_context(service_workers="block"), published.address)
    visit.open("index.html")
    visit.page.evaluate("globalThis.sameDocument = true")
    to_attention(visit)
    assert visit.page.evaluate("globalThis.sameDocument")
    visit.page.get_by_role("link", name="中文").click()
    expect(visit.page).to_have_url(re.compile("/zh/attention.html$"))
    expect(visit.page.locator("html")).to_have_attribute("lang", "zh")
    visit.context.close()
    assert visit.problems == []
