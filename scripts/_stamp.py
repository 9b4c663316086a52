"""A stamp is a small file, written last, that says for which inputs a step was finished."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Stamp:
    """The stamp of one step: where it lies and what it says once the step is finished."""

    path: Path
    inputs: str

    def is_fresh(self) -> bool:
        """Whether the step was finished for these very inputs."""
        return self.path.is_file() and self.path.read_text(encoding="utf-8") == self.inputs

    def write(self) -> None:
        """Record that the step is finished."""
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        temporary.write_text(self.inputs, encoding="utf-8")
        temporary.replace(self.path)


def digest(*inputs: Any) -> str:
    """The sha256, in hex, of values that JSON can hold."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
