"""The TypeScript is built through Node; what goes wrong is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from glassformer.errors import GlassformerError
from glassformer.frontend import build_frontend


def vite(site_src: Path, script: str) -> None:
    """A stand-in for Vite that runs ``script``; `arguments` holds what it was asked."""
    path = site_src / "node_modules" / "vite" / "bin" / "vite.js"
    path.parent.mkdir(parents=True)
    path.write_text(f"const fs = require('fs'), arguments_ = process.argv.slice(2);\n{script}")


def test_the_bundles_go_where_they_are_asked(tmp_path: Path) -> None:
    vite(
        tmp_path,
        "const out = arguments_[arguments_.indexOf('--outDir') + 1];"
        "fs.mkdirSync(out, {recursive: true}); fs.writeFileSync(out + '/asked', arguments_.join(' '));",
    )
    said: list[str] = []
    build_frontend(tmp_path, tmp_path / "dist", said.append)
    asked = {name: (tmp_path / "dist" / name / "asked").read_text() for name in ("web", "node", "service-worker")}
    assert asked["web"].startswith("build --outDir")
    assert asked["node"].startswith("build --ssr src/draw/node.ts --outDir")
    assert asked["service-worker"].startswith("build --mode service-worker --outDir")
    assert said == ["Vite builds web", "Vite builds node", "Vite builds service-worker"]


def test_vites_messages_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vite(tmp_path, "console.error('main.ts:3: what is this?'); process.exit(1);")
    with pytest.raises(GlassformerError, match="Vite could not build web; its messages are above"):
        build_frontend(tmp_path, tmp_path / "dist")
    assert "main.ts:3: what is this?" in capsys.readouterr().err


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GlassformerError, match=r"vite\.js is missing: run `npm ci`"):
        build_frontend(tmp_path, tmp_path / "dist")
    vite(tmp_path, "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(GlassformerError, match="Node is neither on PATH"):
        build_frontend(tmp_path, tmp_path / "dist")
