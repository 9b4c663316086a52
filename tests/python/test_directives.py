"""Fences: what they become, and the line that an author gets for each mistake."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import markdown
import pytest
from pymdownx.superfences import SuperFencesException

from figure_project import make_project, runs
from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.fences import in_file, locate
from glassformer.directives.kinds import KINDS
from glassformer.directives.measure import HEAD_TYPES
from glassformer.directives.messages import MESSAGES
from glassformer.directives.spec import parse
from glassformer.errors import GlassformerError
from glassformer.published import Published


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    paths = make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return paths


def render(text: str, locale: str = "en") -> str:
    extensions = ["md_in_html", "pymdownx.superfences", "glassformer.directives"]
    return markdown.markdown(
        text, extensions=extensions, extension_configs={"glassformer.directives": {"locale": locale}}
    )


def fence(*lines: str) -> str:
    return "\n".join(["```glassformer", *lines, "```"])


def catalog(paths: Paths) -> Catalog:
    return Catalog(paths.artifacts / "traces")


def test_a_page_can_ask_for_the_largest_model(project: Paths) -> None:
    assert parse("kind: tokens\nmodel: largest\nprompt: cat", catalog(project)).model.slug == "embedded"
    shutil.copytree(project.traces("embedded"), project.traces("a--larger"))
    path = project.traces("a--larger") / "index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    index["model"]["config"]["d_mlp"] += 64
    path.write_text(json.dumps(index), encoding="utf-8")
    assert parse("kind: tokens\nmodel: largest\nprompt: cat", catalog(project)).model.slug == "a--larger"
    assert parse("kind: tokens\nprompt: cat", catalog(project)).model.slug == "embedded"


def test_the_training_is_shown_of_a_text_that_it_followed(project: Paths) -> None:
    with pytest.raises(
        GlassformerError, match=r"^training did not follow prompt 'cat'; of embedded it followed: none$"
    ):
        parse("kind: training\nprompt: cat", catalog(project))
    path = project.traces("embedded") / "index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    index["prompts"][1]["stages"] = ["one/core.safetensors"]
    path.write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(GlassformerError, match=r"prompt 'cat'; of embedded it followed: one$"):
        parse("kind: training\nprompt: cat", catalog(project))
    assert parse("kind: training\nprompt: one", catalog(project)).prompt.stages == ("one/core.safetensors",)


def test_a_figure_leads_to_the_same_view_in_the_explorer_where_the_site_has_one(project: Paths) -> None:
    program = project.site_src / "dist" / "node" / "figures.mjs"
    source = program.read_text(encoding="utf-8")
    program.write_text(source.replace("variant: 'fp32',", "variant: 'fp32', explored: '#prompt=cat&part=tokens',"))
    figure = fence("kind: tokens", "prompt: cat")
    assert "gf-explored" not in render(figure)
    (project.content / "en" / "explorer.md").write_text("# Explorer\n", encoding="utf-8")
    assert 'href="explorer.html#prompt=cat&amp;part=tokens">Open in the explorer</a>' in render(figure)
    shutil.copytree(project.traces("embedded"), project.traces("a--b"))
    Published(("embedded", "a--b")).write(project)
    assert 'href="explorer.html#model=embedded&amp;prompt=cat&amp;part=tokens"' in render(figure)


def test_a_fence_becomes_a_complete_figure(project: Paths) -> None:
    html = render(fence("kind: tokens", "prompt: cat", "title: Pieces <i>", "caption: A & B"))
    assert '<figure class="gf-figure" data-kind="tokens" aria-label="Pieces &lt;i&gt;">' in html
    assert '<gf-tokens model="embedded" prompt="cat" spec="{&#34;position&#34;:2}">' in html
    assert '<p class="gf-title">Pieces &lt;i&gt;</p>' in html
    assert MESSAGES["en"]["tokens.look"] in html
    assert '<div class="gf-drawing" data-part="drawing"><p class="drawn">tokens of cat, position 2\n</p></div>' in html
    assert '<p class="gf-source" data-part="source">precomputed · embedded model · fp32</p>' in html
    assert "<caption>numbers &amp; more</caption>" in html
    assert '<th scope="row">&lt;b&gt;</th><td>27</td>' in html
    assert "<figcaption>A &amp; B</figcaption>" in html


def test_a_figure_without_a_model_is_of_the_first_one_that_is_published(project: Paths) -> None:
    shutil.copytree(project.traces("embedded"), project.traces("a--b"))
    Published(("a--b", "embedded")).write(project)
    assert '<gf-tokens model="a--b"' in render(fence("kind: tokens", "prompt: cat"))
    assert '<gf-tokens model="embedded"' in render(fence("kind: tokens", "prompt: cat", "model: embedded"))
    Published(("a--b",)).write(project)
    with pytest.raises(SuperFencesException, match="model 'embedded' has no traces; there are: a--b"):
        render(fence("kind: tokens", "prompt: cat", "model: embedded"))


def test_the_shell_speaks_the_language_of_the_page(project: Paths) -> None:
    html = render(fence("kind: tokens", "prompt: cat"), "zh")
    assert "以表格显示" in html
    assert "预先计算 · embedded model · fp32" in html


def test_both_languages_have_the_same_words() -> None:
    assert MESSAGES["en"].keys() == MESSAGES["zh"].keys()
    parts = [(kind, part) for kind in KINDS.values() for part in ("title", "look") if part in kind.settings]
    assert {f"{kind.name}.{part}" for kind, part in parts} <= MESSAGES["en"].keys()


def test_html_in_a_prompt_is_text(project: Paths) -> None:
    assert '<p class="gf-prompt-text">&lt;b&gt;</p>' in render(fence("kind: prompt", "prompt: one"))


def test_a_prompt_box_offers_all_prompts_and_draws_nothing(project: Paths) -> None:
    html = render(fence("kind: prompt", "prompt: cat"))
    assert 'spec="{&#34;examples&#34;:[&#34;cat&#34;,&#34;one&#34;]}"' in html
    assert 'data-part="status"' in html
    assert runs(project) == 0


def test_a_fence_in_an_html_block_is_drawn(project: Paths) -> None:
    html = render(f'<div class="gf-pair" markdown>\n\n{fence("kind: tokens", "prompt: cat")}\n\n</div>')
    assert html.startswith('<div class="gf-pair">\n<figure')


def test_defaults_are_written_into_the_view(project: Paths) -> None:
    spec = parse("kind: attention\nprompt: cat", catalog(project))
    assert spec.view == {
        "block": 1,
        "head": 0,
        "position": 2,
        "key": None,
        "show": "both",
        "step": "pattern",
        "follow": "all",
    }
    view = parse("kind: probabilities\nprompt: cat\ntop_k: 5\ntemperature: 0.8", catalog(project)).view
    assert view == {"position": 2, "temperature": 0.8, "topK": 5, "topP": None, "rows": 10}


def test_a_figure_without_heads_starts_at_the_middle_block(project: Paths) -> None:
    view = {"position": 2, "show": "both"}
    assert parse("kind: residual\nprompt: cat", catalog(project)).view == {"block": 1, **view}
    assert parse("kind: residual\nprompt: cat\nblock: 0", catalog(project)).view == {"block": 0, **view}


@pytest.mark.parametrize(
    ("fields", "block_and_head"),
    [
        ("head: previous-token", (1, 0)),
        ("head: first-token", (2, 1)),
        ("head: first-token\nblock: 0", (0, 0)),
        ("head: 1", (1, 1)),
        ("block: 2", (2, 0)),
    ],
)
def test_a_head_can_be_named_by_what_it_does(project: Paths, fields: str, block_and_head: tuple[int, int]) -> None:
    view = parse(f"kind: attention\nprompt: cat\n{fields}", catalog(project)).view
    assert (view["block"], view["head"]) == block_and_head


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("kind: pie", f"unknown kind 'pie'; there are: {', '.join(KINDS)}"),
        ("prompt: cat", f"kind is missing; there are: {', '.join(KINDS)}"),
        ("kind: [tokens]", f"unknown kind ['tokens']; there are: {', '.join(KINDS)}"),
        ("kind: tokens", "prompt is missing; embedded has: cat, one"),
        ("kind: tokens\nprompt: dog", "unknown prompt 'dog'; embedded has: cat, one"),
        ("kind: prompt\nprompt: cat\nexamples: [dog]", "unknown prompt 'dog'; embedded has: cat, one"),
        ("kind: prompt\nprompt: cat\nexamples: dog", "examples 'dog' is not allowed; it takes a list of texts"),
        ("kind: tokens\nprompt: cat\nmodel: gpt3", "model 'gpt3' has no traces; there are: embedded"),
        (
            "kind: tokens\nprompt: cat\nblok: 1",
            "unknown field 'blok'; tokens takes kind, prompt, model, title, look, caption, position",
        ),
        (
            "kind: tokens\nprompt: cat\nposition: 3",
            "position 3 is not allowed; it takes a whole number from 0 to 2",
        ),
        (
            "kind: tokens\nprompt: cat\nposition: yes",
            "position True is not allowed; it takes a whole number from 0 to 2",
        ),
        ("kind: tokens\nprompt: cat\ntitle: 7", "title 7 is not allowed; it takes a text"),
        (
            "kind: attention\nprompt: cat\nblock: 3",
            "block 3 is not allowed; it takes a whole number from 0 to 2",
        ),
        (
            "kind: attention\nprompt: cat\nhead: -1",
            f"head -1 is not allowed; it takes a whole number from 0 to 1, or {', '.join(HEAD_TYPES)}",
        ),
        (
            "kind: attention\nprompt: cat\nfollow: head",
            "follow 'head' is not allowed; it takes all, text",
        ),
        (
            "kind: attention\nprompt: cat\nstep: soft",
            "step 'soft' is not allowed; it takes scores, scaled, masked, pattern",
        ),
        (
            "kind: probabilities\nprompt: cat\ntop_p: 1.5",
            "top_p 1.5 is not allowed; it takes a number from 0 to 1",
        ),
        (
            "kind: probabilities\nprompt: cat\ntop_k: 2.5",
            "top_k 2.5 is not allowed; it takes a whole number from 1 to 50256",
        ),
        (
            "kind: attention\nprompt: one\nhead: self",
            "head 'self' needs a prompt of at least 3 tokens; this one has 1",
        ),
        ("kind: [tokens", "not YAML in line 1 of the fence: expected ',' or ']', but got '<stream end>'"),
        ("just a sentence", "expected `field: value` lines, got 'just a sentence'"),
        ("", "expected `field: value` lines, got ''"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(project: Paths, body: str, message: str) -> None:
    page = project.content / "en" / "page.md"
    page.write_text(f"# Page\n\n{fence(*body.splitlines())}\n", encoding="utf-8")
    with pytest.raises(SuperFencesException) as error:
        render(page.read_text(encoding="utf-8"))
    assert str(error.value) == f"content/en/page.md:3: {message}"


def test_settings_beside_the_name_are_refused(project: Paths) -> None:
    with pytest.raises(SuperFencesException, match="settings go into the fence's body"):
        render('```glassformer kind="tokens"\nprompt: cat\n```')


def test_traces_of_another_schema_are_refused(project: Paths) -> None:
    index = project.traces("embedded") / "index.json"
    index.write_text(
        index.read_text(encoding="utf-8").replace('"schema_hash": "', '"schema_hash": "old-'), encoding="utf-8"
    )
    with pytest.raises(GlassformerError, match=r"schema old-.*, this version reads"):
        parse("kind: tokens\nprompt: cat", catalog(project))


def test_a_failure_of_the_drawing_program_names_the_figure(project: Paths) -> None:
    (project.site_src / "dist" / "node" / "fail.txt").write_text("", encoding="utf-8")
    with pytest.raises(SuperFencesException, match="a glassformer fence: tokens of cat: no ink"):
        render(fence("kind: tokens", "prompt: cat"))


def test_fences_are_found_with_their_lines_and_samples_are_not(tmp_path: Path) -> None:
    page = tmp_path / "content" / "en" / "page.md"
    page.parent.mkdir(parents=True)
    page.write_text(
        "````md\n```glassformer\nkind: sample\n```\n````\n\n"
        "- a list\n\n    ```glassformer\n    kind: tokens\n    prompt: cat\n    ```\n\n"
        "~~~glassformer\nkind: other\n~~~\n",
        encoding="utf-8",
    )
    assert [(found.line, found.body) for found in in_file(page)] == [
        (9, "kind: tokens\nprompt: cat"),
        (14, "kind: other"),
    ]
    assert locate("kind: other\n", page.parent) == "content/en/page.md:14"


def test_numbers_in_prose_come_from_the_traces(project: Paths) -> None:
    html = render("{gf heads} heads, {gf sqrt_d_head}, {gf n_token cat}, {gf sink_heads cat} sinks, `{gf heads}`")
    assert html.startswith('<p><span class="gf-fact">6</span> heads, <span class="gf-fact">2.00</span>')
    assert '<span class="gf-fact">3</span>, <span class="gf-fact">5</span> sinks' in html
    assert "<code>{gf heads}</code>" in html
    assert ">100%</span> of" in render("{gf previous-token cat} of")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{gf colour}", "unknown fact 'colour'; there are: n_layer"),
        ("{gf sink_heads dog}", "fact sink_heads of unknown prompt 'dog'; there are: cat, one"),
        ("{gf sink_heads}", "fact sink_heads of unknown prompt None"),
    ],
)
def test_a_wrong_fact_is_refused(project: Paths, text: str, message: str) -> None:
    with pytest.raises(GlassformerError, match=message):
        render(text)


def test_every_setting_says_what_it_takes() -> None:
    for kind in KINDS.values():
        for setting in kind.settings.values():
            assert setting.meaning
            assert setting.allowed()
