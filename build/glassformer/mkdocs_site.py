"""The site: MkDocs once a language, then everything that the pages fetch; the finished folder replaces the old one."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from pymdownx.superfences import SuperFencesException

from glassformer.config import Paths
from glassformer.errors import GlassformerError
from glassformer.figures import draw_figures
from glassformer.offline import SERVICE_WORKER, write_service_worker
from glassformer.stage import stage

# The config file of each language and its folder in the site. A build empties its folder, so the root comes first.
LANGUAGES = {"mkdocs.yml": ".", "mkdocs.zh.yml": "zh"}


def build_site(paths: Paths) -> Path:
    """Build the whole site into ``paths.site``; until it is complete the old one stays. Returns its folder.

    ``SITE_URL`` in the environment makes canonical links and a sitemap. Raises GlassformerError: one line.
    """
    partial = Path(tempfile.mkdtemp(prefix=".site.", dir=paths.root))
    try:
        draw_figures(paths)
        built = {config: folder for config, folder in LANGUAGES.items() if (paths.root / config).is_file()}
        for config, folder in built.items():
            build_pages(paths.root / config, partial / folder, site_url(folder))
            if folder != ".":  # hosts show the root's, which speaks all languages
                (partial / folder / "404.html").unlink()
        stage(paths, partial)
        script = paths.site_src / "dist" / "service-worker" / SERVICE_WORKER
        write_service_worker(script, partial, built.values())
        _replace(paths.site, partial)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return paths.site


def site_url(folder: str) -> str:
    """The address of a language's pages, which ``SITE_URL`` in the environment gives; empty where it is not set."""
    root = os.environ.get("SITE_URL", "")
    return root if folder == "." or not root else f"{root.rstrip('/')}/{folder}/"


def build_pages(config_file: Path, target: Path, address: str = "") -> None:
    """The pages of one language, to be published at ``address``. Strict: a warning of MkDocs is an error."""
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's notice about its successor
    before = Path.cwd()
    os.chdir(config_file.parent)  # the Markdown extension finds the project from here
    try:
        config = load_config(str(config_file), site_dir=str(target), site_url=address, strict=True)
        logging.getLogger("jieba").setLevel(logging.WARNING)  # it sets its own level when MkDocs imports it
        if not config.site_url:
            _leave_out_instant_navigation(config)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except SuperFencesException as error:
        raise GlassformerError(str(error)) from error
    except (ConfigurationError, Abort) as error:
        raise GlassformerError(f"{config_file.name}: {error}") from error
    finally:
        os.chdir(before)
    if not config.site_url:
        for sitemap in target.glob("sitemap.xml*"):
            sitemap.unlink()
    for index in target.glob("search/search_index.json"):
        _lighten(index)


def _lighten(index: Path) -> None:
    """Every page fetches what search reads. MkDocs escapes what is not ASCII: a Chinese index is a tenth larger so."""
    content = json.loads(index.read_text(encoding="utf-8"))
    index.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _leave_out_instant_navigation(config: MkDocsConfig) -> None:
    """It reads the sitemap, which needs absolute addresses; where there is none, each visit would log an error."""
    features = config.theme.get("features", [])
    config.theme["features"] = [feature for feature in features if feature != "navigation.instant"]


def _replace(site: Path, built: Path) -> None:
    built.chmod(0o755)  # mkdtemp makes it readable by its owner alone
    old = site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    built.rename(site)
    shutil.rmtree(old, ignore_errors=True)
