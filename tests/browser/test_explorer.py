"""The explorer: its parts by mouse, keyboard, touch and address."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from playwright.sync_api import Locator, expect
from safetensors.numpy import load_file

from glassformer import trace_file
from test_accessibility import CLIPPED, SMALL_TARGETS, SMALL_TEXT, violations
from visit import LIVE, Open, Visit

PAGE = "explorer.html"
PARTS = [
    "tokens",
    "embedding",
    "ln1",
    "qkv",
    "attention",
    "heads",
    "output",
    "ln2",
    "mlp",
    "final",
    "unembedding",
    "probabilities",
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def layer(root: Path) -> dict[str, np.ndarray]:
    return load_file(root / "model_artifacts/traces/embedded/cat-sat/layer-02.safetensors")


def unfolded(visit: Visit) -> Locator:
    return visit.figure("explorer").locator("[data-part=drawing] > .gf-explorer > [data-unfolded]")


def hash_of(visit: Visit) -> str:
    value: str = visit.page.evaluate("location.hash")
    return value


def at_address(visit: Visit, part: str) -> None:
    """The address has this in it, or comes to: of changes that follow fast only some are written."""
    visit.page.wait_for_function("(part) => location.hash.includes(part)", arg=part)


def test_a_part_unfolds_and_folds_by_mouse_keyboard_and_history(open_page: Open) -> None:
    visit = open_page(PAGE, viewport={"width": 1440, "height": 900})
    explorer = visit.ready("explorer")
    explorer.locator("svg:visible .gf-x-heading[data-part=mlp]").click()
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "mlp")
    at_address(visit, "part=mlp")
    visit.page.keyboard.press("Escape")
    expect(unfolded(visit)).to_have_count(0)
    assert "part" not in hash_of(visit)
    explorer.locator("[data-control=part-attention]").focus()
    visit.page.keyboard.press("Enter")
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "attention")
    explorer.locator("[data-control=part-qkv]").click()
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "qkv")
    visit.page.go_back()
    expect(unfolded(visit)).to_have_count(0)
    visit.page.go_forward()
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "qkv")


def test_the_address_brings_the_same_view_back(open_page: Open) -> None:
    view = "prompt=repeat&block=4&head=3&position=7&part=probabilities&temperature=0.5&top_k=3&written=2"
    visit = open_page(f"{PAGE}#{view}")
    # What is written was not drawn at this temperature when it was stored: only the model can write it again.
    expect(visit.ready("generate")).to_contain_text("The next 2 tokens are not stored")
    explorer = visit.ready("explorer")
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "probabilities")
    expect(explorer.locator("[data-control=block]")).to_have_value("4")
    expect(explorer.locator("[data-control=head]")).to_have_value("3")
    expect(explorer.locator("[data-control=position]")).to_have_value("7")
    expect(visit.prompt.locator("textarea")).to_have_value("The red fox met the blue bird. The red fox met the blue")
    explorer.locator("[data-control=block]").select_option(index=1)
    expect(explorer.locator("[data-control=block]")).to_have_value("1")
    at_address(visit, "block=1")
    address = hash_of(visit)
    visit.page.reload()
    visit.ready("explorer")
    expect(visit.figure("explorer").locator("[data-control=block]")).to_have_value("1")
    assert hash_of(visit) == address


def test_an_address_that_says_too_much_still_shows_the_picture(open_page: Open) -> None:
    visit = open_page(f"{PAGE}#block=99&head=1&part=nothing&temperature=7", viewport={"width": 1440, "height": 900})
    visit.ready("explorer")
    expect(visit.figure("explorer").locator("svg.gf-x-picture:visible")).to_have_count(1)


def test_arrow_keys_go_from_token_to_token_and_from_block_to_block(open_page: Open) -> None:
    visit = open_page(PAGE)
    explorer = visit.ready("explorer")
    explorer.locator("[data-part=drawing]").first.focus()
    visit.page.keyboard.press("ArrowUp")
    expect(explorer.locator("[data-control=position]")).to_have_value("3")
    visit.page.keyboard.press("ArrowRight")
    expect(explorer.locator("[data-control=block]")).to_have_value("3")
    at_address(visit, "#block=3&position=3")


def test_what_is_worked_out_is_what_the_trace_holds(open_page: Open, layer: dict[str, np.ndarray]) -> None:
    """q, k and v of one dimension as sums over the whole stream, and q·k, against the stored tensors."""
    visit = open_page(f"{PAGE}#block=2&head=1&position=4&part=qkv")
    visit.ready("explorer")
    expect(unfolded(visit)).to_be_visible()
    sums = unfolded(visit).locator(".gf-u-sum")
    expect(sums).to_have_count(3)
    for name, text in zip("qkv", sums.all_inner_texts(), strict=True):
        label, value = text.replace("−", "-").split()
        dimension = int(label.split("[")[1].rstrip("]"))
        np.testing.assert_allclose(float(value), layer[name][1, 4, dimension], rtol=0.006)
    visit.figure("explorer").locator("select[data-control=part]").select_option(index=5, force=True)
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "attention")
    product = unfolded(visit).locator(".gf-u-sum .gf-u-product").inner_text().replace("−", "-")
    key = int(layer["scores"][1, 4, :5].argmax())
    np.testing.assert_allclose(float(product), layer["q"][1, 4] @ layer["k"][1, key], rtol=0.006)


def saved(visit: Visit, what: str) -> bytes:
    with visit.page.expect_download() as download:
        visit.figure("explorer").locator(f"[data-control=save-{what}]").click()
    return download.value.path().read_bytes()


def test_a_link_pictures_and_the_numbers_can_be_taken_away(open_page: Open, root: Path) -> None:
    visit = open_page(
        f"{PAGE}#block=2&head=1&part=qkv",
        viewport={"width": 1440, "height": 900},
        color_scheme="dark",
        permissions=["clipboard-read", "clipboard-write"],
    )
    explorer = visit.ready("explorer")
    expect(unfolded(visit)).to_be_visible()
    explorer.locator("[data-control=copy-link]").click()
    expect(explorer.locator(".gf-takeaway-said")).to_contain_text("Link copied")
    page, _, _ = visit.page.url.partition("#")
    assert visit.page.evaluate("navigator.clipboard.readText()") == f"{page}#part=qkv&block=2&head=1"
    for part in ("qkv", "overview"):
        picture = saved(visit, "svg").decode()
        ElementTree.fromstring(picture)
        assert "The cat sat on the" in picture and "Glassformer embedded" in picture and "block 2, head 1" in picture
        assert re.findall(r"(?:href|src)=|url\(|var\(|@import", picture) == [], part
        explorer.locator("[data-control=part-overview]").click()
    png = saved(visit, "png")
    assert png.startswith(b"\x89PNG") and int.from_bytes(png[16:20], "big") > 2000
    staged = root / "model_artifacts/traces/embedded/cat-sat/core.safetensors"
    assert saved(visit, "trace") == staged.read_bytes()


def test_python_reads_the_trace_of_a_text_of_ones_own(open_page: Open) -> None:
    visit = open_page(f"{PAGE}#part=qkv")
    visit.ready("explorer")
    expect(unfolded(visit)).to_be_visible()
    explorer = visit.figure("explorer")
    visit.text.fill("A bird in the hand")
    expect(explorer.locator("[data-part=offer]")).to_contain_text("run the model live")
    explorer.locator("[data-control=run-live]").click()
    explorer.locator("[data-control=accept]").click()
    expect(explorer.locator("[data-part=source]")).to_contain_text("live", timeout=LIVE)
    expect(explorer.locator("[data-part=offer]")).to_have_count(0)
    tensors, meta = trace_file.decode(saved(visit, "trace"), "the browser's trace")
    trace_file.check(tensors, "core")
    assert meta["text"] == "A bird in the hand" and meta["prompt"] is None and meta["variant"] == "q8"
    assert tensors["pattern"].shape == (6, 6, 5, 5)
    assert [meta["strings"][str(token)] for token in tensors["tokens"]] == meta["tokens"]
    expect(unfolded(visit).locator(".gf-u-sum")).to_have_count(3)  # the running model has the weights


def test_a_number_says_how_it_comes_about(open_page: Open, root: Path, layer: dict[str, np.ndarray]) -> None:
    visit = open_page(f"{PAGE}#block=2&head=1&position=4&part=attention")
    explorer = visit.ready("explorer")
    expect(unfolded(visit)).to_be_visible()
    said = explorer.locator(".gf-inspector")
    result = unfolded(visit).locator(".gf-u-vector").last.locator(".gf-explained")
    result.scroll_into_view_if_needed()
    result.hover(position={"x": 3, "y": 20})
    expect(said).to_be_visible()
    expect(said).to_contain_text("Stored trace, computed with fp32 weights: scores (float32), v (float32)")
    formula = said.locator("p").first.inner_text().replace("−", "-").replace("×", "*")
    terms, value = formula.split(" = ")
    np.testing.assert_allclose(float(value), layer["z"][1, 4, 0], rtol=1e-3)
    np.testing.assert_allclose(eval(terms), float(value), rtol=1e-2)
    visit.page.mouse.move(0, 0)
    expect(said).to_be_hidden()
    explorer.locator("[data-part=drawing]").first.focus()
    visit.page.keyboard.press("Tab")  # to what scrolls
    visit.page.keyboard.press("Tab")  # to the matrix, one stop for all of its cells
    for key, (query, column) in {"": (4, 0), "ArrowRight": (4, 1), "ArrowUp": (3, 1)}.items():
        if key:
            visit.page.keyboard.press(key)
        powers = np.exp(layer["scores"][1, query, : query + 1])
        weight = powers[column] / powers.sum()
        expect(said).to_contain_text(re.compile(rf"e\^.* = {weight:.3f}"))
    assert violations(visit, root) == []  # with the box open
    visit.page.keyboard.press("Escape")
    expect(said).to_be_hidden()
    expect(unfolded(visit)).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(unfolded(visit)).to_have_count(0)


def test_one_of_all_heads_is_gone_to_by_mouse_and_keyboard(open_page: Open) -> None:
    visit = open_page(f"{PAGE}#block=2&head=1&part=heads")
    explorer = visit.ready("explorer")
    unfolded(visit).locator("li[data-block='4'][data-head='3']").click()
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "attention")
    at_address(visit, "block=4&head=3")
    visit.page.evaluate("document.querySelector('[data-control=part-heads]').click()")  # a list, at some widths
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "heads")
    explorer.locator("[data-part=drawing]").first.focus()
    visit.page.keyboard.press("ArrowRight")
    chosen = unfolded(visit).locator("li.gf-selected").inner_text()
    visit.page.keyboard.press("Enter")
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "attention")
    block, head = chosen.split(".")
    at_address(visit, f"block={block}&head={head}")


def test_on_a_phone_a_swipe_turns_to_the_next_part(open_page: Open) -> None:
    visit = open_page(f"{PAGE}#part=qkv", viewport=PHONE, has_touch=True)
    visit.ready("explorer")
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "qkv")
    swipe = """([from, to]) => {
      const target = document.querySelector('[data-unfolded] .gf-u-title');
      const touch = (x) => new Touch({identifier: 1, target, clientX: x, clientY: 300});
      const fire = (type, x, touches) => target.dispatchEvent(
        new TouchEvent(type, {bubbles: true, touches, changedTouches: [touch(x)]}));
      fire('touchstart', from, [touch(from)]);
      fire('touchend', to, []);
    }"""
    visit.page.evaluate(swipe, [300, 100])
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "attention")
    visit.page.evaluate(swipe, [100, 300])
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "qkv")
    visit.page.evaluate(swipe, [100, 120])
    expect(unfolded(visit)).to_have_attribute("data-unfolded", "qkv")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_fits_a_phone_and_axe_finds_nothing(open_page: Open, root: Path, scheme: str) -> None:
    visit = open_page(PAGE, viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
    explorer = visit.ready("explorer")
    for number, part in enumerate(PARTS, 1):
        explorer.locator("select[data-control=part]").select_option(index=number)
        expect(unfolded(visit)).to_have_attribute("data-unfolded", part)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390, part
        for fault in (SMALL_TARGETS, SMALL_TEXT, CLIPPED):
            assert visit.page.evaluate(fault) == [], part
        assert violations(visit, root) == [], part


def test_nothing_shifts_when_the_explorer_becomes_interactive(open_page: Open) -> None:
    observe = """globalThis.shift = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.shift += entry.value; })
        .observe({type: 'layout-shift', buffered: true});"""
    for size in ({"width": 1440, "height": 900}, PHONE):
        visit = open_page(PAGE, viewport=size, script=observe)
        visit.ready("explorer")
        visit.page.wait_for_timeout(500)
        assert visit.page.evaluate("globalThis.shift") < 0.01, size
