"""Builds the browser's script, the figures' Node bundle and the service worker with Vite."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from glassformer.directives.program import node_path
from glassformer.errors import GlassformerError

# Folder of the output -> what Vite is asked for.
BUNDLES = {"web": (), "node": ("--ssr", "src/draw/node.ts"), "service-worker": ("--mode", "service-worker")}


def build_frontend(site_src: Path, target: Path, say: Callable[[str], None] = lambda text: None) -> None:
    """Write ``target``'s web, node and service-worker from the TypeScript in ``site_src``, as `npm run build` does.

    Raises GlassformerError when Node or the npm packages are missing, or Vite fails: what it says goes to stderr.
    """
    vite = site_src / "node_modules" / "vite" / "bin" / "vite.js"
    if not vite.is_file():
        raise GlassformerError(f"{vite} is missing: run `npm ci` in {site_src}")
    for folder, arguments in BUNDLES.items():
        say(f"Vite builds {folder}")
        output = ["--outDir", str(target / folder), "--emptyOutDir", "--logLevel", "warn"]
        command = [node_path(), str(vite), "build", *arguments, *output]
        result = subprocess.run(
            command, cwd=site_src, capture_output=True, text=True, encoding="utf-8", errors="replace"
        )
        if result.returncode:
            sys.stderr.write(result.stdout + result.stderr)
            raise GlassformerError(f"{site_src}: Vite could not build {folder}; its messages are above")
