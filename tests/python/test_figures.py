"""Drawing the figures of all pages: one process, kept by content."""

from __future__ import annotations

from pathlib import Path

import pytest

from figure_project import make_project, runs, write_trace
from glassformer.config import Paths
from glassformer.directives.catalog import Catalog
from glassformer.directives.drawing import Draughtsman
from glassformer.directives.spec import parse
from glassformer.errors import GlassformerError
from glassformer.figures import draw_figures

PAGE = """
```glassformer
kind: tokens
prompt: cat
```

```glassformer
kind: tokens
prompt: one
```

```glassformer
kind: prompt
prompt: cat
```
"""


@pytest.fixture
def project(tmp_path: Path) -> Paths:
    paths = make_project(tmp_path)
    (paths.content / "en" / "page.md").write_text(PAGE, encoding="utf-8")
    return paths


def test_one_process_draws_all_and_a_second_run_none(project: Paths) -> None:
    assert draw_figures(project) == 2
    assert runs(project) == 1
    assert draw_figures(project) == 2
    assert runs(project) == 1
    assert len(list(project.figures.glob("*.json"))) == 2


def test_each_language_is_drawn(project: Paths) -> None:
    (project.content / "zh").mkdir()
    (project.content / "zh" / "page.md").write_text(PAGE, encoding="utf-8")
    assert draw_figures(project) == 4
    assert runs(project) == 2


def test_a_new_trace_or_program_is_drawn_again(project: Paths) -> None:
    draw_figures(project)
    write_trace(project.traces("embedded"), "cat", 2)
    draw_figures(project)
    assert runs(project) == 2
    assert len(list(project.figures.glob("*.json"))) == 2
    program = project.site_src / "dist" / "node" / "figures.mjs"
    program.write_text(program.read_text(encoding="utf-8") + "// newer\n", encoding="utf-8")
    draw_figures(project)
    assert runs(project) == 3


def test_a_missing_drawing_is_made_on_demand(project: Paths) -> None:
    spec = parse("kind: tokens\nprompt: cat\nposition: 1", Catalog(project.artifacts / "traces"))
    assert "tokens of cat, position 1" in Draughtsman(project).draw(spec).html


def test_nothing_is_kept_of_a_failed_run(project: Paths) -> None:
    (project.site_src / "dist" / "node" / "fail.txt").write_text("", encoding="utf-8")
    with pytest.raises(GlassformerError, match="tokens of cat: no ink"):
        draw_figures(project)
    assert not list(project.figures.glob("*"))


def test_a_program_that_breaks_down_is_one_line(project: Paths) -> None:
    program = project.site_src / "dist" / "node" / "figures.mjs"
    program.write_text("import 'nowhere';\n", encoding="utf-8")
    with pytest.raises(GlassformerError, match=r"^tokens of cat: Error.*Cannot find package 'nowhere'.*$") as error:
        draw_figures(project)
    assert "\n" not in str(error.value)


def test_a_wrong_fence_is_named_with_its_line(project: Paths) -> None:
    page = project.content / "en" / "other.md"
    page.write_text("text\n\n```glassformer\nkind: pie\n```\n", encoding="utf-8")
    with pytest.raises(GlassformerError, match=r"^content/en/other.md:3: unknown kind 'pie'; there are: tokens, "):
        draw_figures(project)


def test_without_the_drawing_program_the_remedy_is_named(project: Paths) -> None:
    (project.site_src / "dist" / "node" / "figures.mjs").unlink()
    with pytest.raises(GlassformerError, match="run `npm run build`"):
        draw_figures(project)
