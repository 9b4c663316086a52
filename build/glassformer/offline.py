"""The service worker of a finished site: it is told of every file that a browser may keep, and of which content.

What the engine keeps in its own store is not listed: weights, graphs, tokenizers and the runtime's WebAssembly.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from glassformer.errors import GlassformerError
from glassformer.files import sha256_of, write_atomically

SERVICE_WORKER = "service-worker.js"
PLACEHOLDER = "self.__WB_MANIFEST"  # Workbox's own
REVISION = 16  # hex digits of a sha256 that tell one content from another
SHELL = "shell"

# What every page needs, and what a reader without a connection meets: kept from the first visit on.
SHELL_FILES = (
    "assets/favicon.svg",
    "assets/glassformer/main.*",
    "assets/glassformer/chunks/*",
    "assets/glassformer/source-sans-3-latin-wght-normal.woff2",
    "assets/glassformer/source-serif-4-latin-600-normal.woff2",
    "assets/javascripts/bundle.*.js",
    "assets/javascripts/workers/search.*.js",
    "assets/stylesheets/*.css",
    "offline.html",
    "*/offline.html",
)
RUNTIME_FILES = ("assets/glassformer/chunks/ort.*", "assets/ort/*.mjs")
# Search in other languages than the site's; a language's own folder holds what it needs.
OTHER_LANGUAGES = "assets/javascripts/lunr"
NEVER_KEPT = ("*.map", "*.wasm.gz", "404.html", "*/404.html", "sitemap.xml*", "robots.txt", SERVICE_WORKER)
KEPT_OF_MODELS = "manifest.json"

Entry = tuple[str, str, int] | tuple[str, str, int, str]  # path, revision, bytes, and a page's title


def write_service_worker(script: Path, site: Path, folders: Iterable[str]) -> None:
    """Write ``script`` into the site's root with the list of the site's files in its place.

    Args:
        script: the built service worker.
        site: the finished site.
        folders: of the languages, from the site's root; "." is the root itself.

    Raises GlassformerError when the script has not been built, or has no place for the list.
    """
    if not script.is_file():
        raise GlassformerError(f"{script} is missing: run `npm run build` in site_src")
    source = script.read_text(encoding="utf-8")
    if source.count(PLACEHOLDER) != 1:
        raise GlassformerError(f"{script} names {PLACEHOLDER} {source.count(PLACEHOLDER)} times: expected once")
    listed = json.dumps(listing(site, folders), ensure_ascii=False, separators=(",", ":"))
    write_atomically(site / SERVICE_WORKER, source.replace(PLACEHOLDER, listed).encode())


def listing(site: Path, folders: Iterable[str]) -> dict[str, list[Entry]]:
    """The files that may be kept, by part: `shell`, `pages/<folder>`, `figures/<model>`, `runtime`, `other`."""
    parts: dict[str, list[Entry]] = {}
    languages = [folder for folder in folders if folder != "."]
    for path in sorted(_files(site)):
        name = path.relative_to(site).as_posix()
        part = _part(PurePosixPath(name), languages)
        if part:
            parts.setdefault(part, []).append(_entry(path, name))
    return parts


def _files(site: Path) -> Iterator[Path]:
    return (path for path in site.rglob("*") if path.is_file())


def _part(path: PurePosixPath, languages: list[str]) -> str | None:
    """Where a file belongs; None for what is never kept here."""
    if _matches(path, NEVER_KEPT) or path.as_posix().startswith(OTHER_LANGUAGES):
        return None
    top = path.parts[0]
    if top == "models":
        if len(path.parts) == 2:
            return SHELL
        return f"figures/{path.parts[1]}" if path.name == KEPT_OF_MODELS else None
    if top == "traces":
        return f"figures/{path.parts[1]}"
    if _matches(path, RUNTIME_FILES):
        return "runtime"
    if _matches(path, SHELL_FILES):
        return SHELL
    if top in languages:
        return f"pages/{top}"
    return "pages/." if path.suffix == ".html" or top == "search" else "other"


def _matches(path: PurePosixPath, patterns: Iterable[str]) -> bool:
    """Whether a path is one of ``patterns``: from the root where they name a folder, else its name alone."""
    for pattern in patterns:
        whole = "/" in pattern
        if path.match(pattern) and (not whole or len(path.parts) == pattern.count("/") + 1):
            return True
    return False


def _entry(path: Path, name: str) -> Entry:
    entry = (name, sha256_of(path)[:REVISION], path.stat().st_size)
    return (*entry, _title(path)) if path.suffix == ".html" else entry


def _title(page: Path) -> str:
    """What a page calls itself, without the site's name after it."""
    found = re.search(r"<title>(.*?)</title>", page.read_text(encoding="utf-8"), re.DOTALL)
    return html.unescape(found[1]).rpartition(" - ")[0] or html.unescape(found[1]) if found else page.stem
