"""Pictures of the explorer as readers see it, for those who look at the repository: three widths, light and dark."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Literal

from glassformer.config import Paths, find_root
from glassformer.headless import launched, served

WIDTHS = (390, 820, 1440)
HEIGHT = 1000
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
VIEW = "explorer.html#block=2&head=1"


def take(site: Path, folder: Path) -> list[Path]:
    """The pictures, as files in ``folder``."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with served(site) as address, sync_playwright() as playwright:
        browser = launched(playwright)
        for width in WIDTHS:
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": HEIGHT},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                    service_workers="block",
                )
                page = context.new_page()
                page.goto(f"{address}{VIEW}")
                explorer = page.locator("gf-explorer")
                explorer.scroll_into_view_if_needed()
                page.wait_for_selector("gf-explorer[data-state=ready]")
                page.add_style_tag(content=".md-header { display: none }")
                page.evaluate("document.fonts.ready")
                path = folder / f"explorer-{width}-{scheme}.png"
                explorer.screenshot(path=path)
                taken.append(path)
                context.close()
        browser.close()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/picture", description=str(__doc__).partition("\n")[0])
    parser.add_argument("--out", type=Path, help="folder of the pictures (default: content/pictures)")
    options = parser.parse_args()
    paths = Paths(find_root())
    for path in take(paths.root / "site", options.out or paths.content / "pictures"):
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
