"""English and Chinese are one course: the same pages, headings, figures and numbers; and Chinese set as Chinese is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from markdown.extensions.toc import slugify
from mkdocs.utils.yaml import yaml_load

from _project import PROJECT
from glassformer.directives.facts import FACT
from glassformer.directives.fences import in_file

CONTENT = PROJECT.root / "content"
CONFIGS = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}
WORDS = {"title", "look", "caption", "question", "options", "answer", "explain", "alt"}  # what a translation changes

COUNTED_IN_MILLIONS = {"parameters_millions", "training_tokens_read"}  # 12.4 million is 1240 万
WIDE = r"[\u3400-\u9fff，。；：、？！（）《》“”]"
HAN, LATIN = r"[\u3400-\u9fff]", r"[A-Za-z0-9]"


def config(language: str) -> dict[str, Any]:
    with (PROJECT.root / CONFIGS[language]).open(encoding="utf-8") as file:
        return yaml_load(file)


def in_nav(items: Any) -> Iterator[str]:
    """The pages of a nav, in its order."""
    if isinstance(items, str):
        yield items
    for item in items if isinstance(items, list) else items.values() if isinstance(items, dict) else ():
        yield from in_nav(item)


UNTRANSLATED = set(config("en")["extra"]["untranslated"])
PAGES = [page for page in in_nav(config("en")["nav"]) if page not in UNTRANSLATED]


def text(language: str, page: str) -> str:
    return (CONTENT / language / page).read_text(encoding="utf-8")


def outside_fences(source: str) -> str:
    return re.sub(r"^( *)(```+|~~~+).*?^\1\2$", "", source, flags=re.M | re.S)


def prose(source: str) -> str:
    """A page's text without fences and the marks of Markdown; x stands for code and formulas, 0 for a number."""
    source = outside_fences(source)
    source = re.sub(r"`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]*\$|<math.*?</math>", "x", source, flags=re.S)
    source = re.sub(r"^( *)(?:\?\?\?\+?|!!!) \w+ \"(.*)\"$", r"\1\2", source, flags=re.M)
    source = re.sub(FACT, lambda found: "0 万" if found["name"] in COUNTED_IN_MILLIONS else "0", source)
    return re.sub(r"\[\^\w+\]:?|\]\([^)\s]*\)|\{[^}\n]*\}|<[^>\n]*>|[*\[]", "", source)


def test_both_languages_have_the_same_pages_in_the_same_order() -> None:
    assert list(in_nav(config("zh")["nav"])) == PAGES
    for language in CONFIGS:
        files = {path.relative_to(CONTENT / language).as_posix() for path in (CONTENT / language).rglob("*.md")}
        assert set(PAGES) <= files


@pytest.mark.parametrize("page", PAGES)
def test_places_in_a_page_have_the_same_address(page: str) -> None:
    """The id of an English heading is its text; a Chinese one has it in braces."""

    def english(line: str) -> str:
        named = re.search(r"\{[^}]*#([\w-]+)[^}]*\}\s*$", line)
        return named[1] if named else slugify(re.sub(r"\{gf [^}]*\}|[*`]", "", line), "-")

    expected = [english(line) for line in re.findall(r"^#{1,4} (.*)$", outside_fences(text("en", page)), re.M)]
    found = re.findall(r"^#{1,4} .*\{ #([\w-]+) \}$", outside_fences(text("zh", page)), re.M)
    assert found == expected


def untranslated(fields: dict[str, Any]) -> dict[str, Any]:
    """What a fence says whatever the language; of an answer, which of the options it is."""
    kept = {name: "…" if name in WORDS else value for name, value in fields.items()}
    options, answer = fields.get("options", []), fields.get("answer")
    return {**kept, "options": len(options), "answer": options.index(answer) if answer in options else answer}


@pytest.mark.parametrize("page", PAGES)
def test_the_figures_of_a_page_are_the_same(page: str) -> None:
    def figures(language: str) -> list[dict[str, Any]]:
        fences = [yaml.safe_load(fence.body) for fence in in_file(CONTENT / language / page)]
        return [untranslated(fields) for fields in fences]

    assert figures("zh") == figures("en")


@pytest.mark.parametrize("page", PAGES)
def test_numbers_in_sentences_are_the_model_s_in_both(page: str) -> None:
    def facts(language: str) -> set[str]:
        return {match[0] for match in re.finditer(FACT, text(language, page))}

    assert facts("zh") == facts("en")


@pytest.mark.parametrize("page", [path.relative_to(CONTENT / "zh").as_posix() for path in CONTENT.glob("zh/**/*.md")])
@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("a paragraph is one line: a line break becomes a space", rf"{WIDE}\n[ ]*{WIDE}"),
        ("a space stands between Chinese and Latin", rf"{HAN}{LATIN}|{LATIN}{HAN}"),
        ("punctuation after Chinese is as wide as a character", rf"{HAN}[,.;:?!](?!\w)|{HAN}[ ]?\("),
        ("no space beside wide punctuation", rf"[，。；：、？！（）“”][ ]{HAN}|{HAN}[ ][，。；：、？！（）“”]"),
        ("no space stands between Chinese words", rf"{HAN}[ ]{HAN}"),
        ("quotation marks are curly", rf"\"{HAN}|{HAN}\""),
    ],
)
def test_chinese_is_set_as_chinese(page: str, rule: str, wrong: str) -> None:
    figures = [yaml.safe_load(fence.body) for fence in in_file(CONTENT / "zh" / page)]
    labels = [str(value) for fields in figures for name, value in fields.items() if name in WORDS]
    found = re.search(wrong, "\n\n".join([prose(text("zh", page)), *labels]))
    assert found is None, f"{rule}: {found.string[max(0, found.start() - 20) : found.end() + 20]!r}"
