"""Building the whole site: all or nothing, one line for a mistake, and addresses only where they are known."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from figure_project import make_project
from glassformer import mkdocs_site
from glassformer.config import Paths
from glassformer.errors import GlassformerError
from glassformer.mkdocs_site import LANGUAGES, build_pages, build_site, site_url

CONFIG = """
site_name: Test
site_url: !ENV [SITE_URL, ""]
docs_dir: content/en
use_directory_urls: false
theme:
  name: material
  font: false
  features: [navigation.instant, navigation.top]
plugins: []
markdown_extensions:
  - pymdownx.superfences
  - glassformer.directives: {locale: en}
"""
GOOD = "# Page\n\n```glassformer\nkind: tokens\nprompt: cat\n```\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    paths = make_project(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (paths.content / "en" / "index.md").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(mkdocs_site, "stage", lambda paths, site: 0)  # has tests of its own, as has the next
    monkeypatch.setattr(mkdocs_site, "write_service_worker", lambda script, site, folders: None)
    monkeypatch.delenv("SITE_URL", raising=False)
    return paths


def hidden(paths: Paths) -> list[Path]:
    return [path for path in paths.root.iterdir() if path.name.startswith(".")]


def test_a_new_site_replaces_the_old_one(project: Paths) -> None:
    project.site.mkdir()
    (project.site / "old.html").write_text("old", encoding="utf-8")
    assert build_site(project) == project.site
    assert "tokens of cat, position 2" in (project.site / "index.html").read_text(encoding="utf-8")
    assert not (project.site / "old.html").exists()
    assert hidden(project) == []


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (GOOD.replace("tokens", "pie"), r"^content/en/index.md:3: unknown kind 'pie'; there are: "),
        ("{gf colour}", r"^content/en/index.md:1: unknown fact 'colour'; there are: "),
        ("[gone](gone.md)", r"^mkdocs.yml: Aborted with 1 warnings in strict mode"),
    ],
)
def test_a_mistake_leaves_the_old_site(project: Paths, page: str, message: str) -> None:
    build_site(project)
    (project.content / "en" / "index.md").write_text(page, encoding="utf-8")
    with pytest.raises(GlassformerError, match=message):
        build_site(project)
    assert "tokens of cat" in (project.site / "index.html").read_text(encoding="utf-8")
    assert hidden(project) == []


def test_without_an_address_nothing_needs_one(project: Paths) -> None:
    build_pages(project.root / "mkdocs.yml", project.site)
    page = (project.site / "index.html").read_text(encoding="utf-8")
    assert not list(project.site.glob("sitemap.xml*"))
    assert 'rel="canonical"' not in page
    assert "navigation.instant" not in page
    assert "navigation.top" in page


def test_an_address_makes_canonical_links_and_a_sitemap(project: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/course/")
    build_pages(project.root / "mkdocs.yml", project.site, site_url("."))
    page = (project.site / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/course/index.html">' in page
    assert "https://example.org/course/index.html" in (project.site / "sitemap.xml").read_text(encoding="utf-8")
    assert "navigation.instant" in page


def test_chinese_pages_are_built_below_the_english_ones(project: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/course")
    config = CONFIG.replace("content/en", "content/zh").replace("locale: en", "locale: zh")
    (project.root / "mkdocs.zh.yml").write_text(config, encoding="utf-8")
    (project.content / "zh").mkdir()
    (project.content / "zh" / "index.md").write_text(GOOD, encoding="utf-8")
    build_site(project)
    page = (project.site / "zh" / "index.html").read_text(encoding="utf-8")
    assert "预先计算" in page
    assert '<link rel="canonical" href="https://example.org/course/zh/index.html">' in page
    assert not (project.site / "zh" / "404.html").exists()


def test_with_an_address_pages_say_their_own_their_picture_and_the_other_language_s(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://example.org/course/"
    monkeypatch.setenv("SITE_URL", address)
    names = {"sm": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
    for config, folder in LANGUAGES.items():
        build_pages(root / config, tmp_path / folder, site_url(folder))
        sitemap = ElementTree.parse(tmp_path / folder / "sitemap.xml")
        prefix = "" if folder == "." else f"{folder}/"
        for entry in sitemap.findall("sm:url", names):
            found = entry.findtext("sm:loc", namespaces=names)
            others = {link.get("hreflang"): link.get("href") for link in entry.findall("xhtml:link", names)}
            assert found in others.values()
            page = str(found).removeprefix(address + prefix)
            assert others == {"en": f"{address}{page}", "zh": f"{address}zh/{page}"}
            assert (tmp_path / folder / page).is_file()
        chapter = (tmp_path / folder / "attention.html").read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{address}{prefix}attention.html">' in chapter
        picture = re.search(rf'<meta property="og:image" content="{address}([^"]+)">', chapter)
        assert picture and (tmp_path / picture[1]).is_file()
    missing = (tmp_path / "404.html").read_text(encoding="utf-8")  # shown at any address, so its own links are whole
    assert 'href="/course/assets/' in missing
