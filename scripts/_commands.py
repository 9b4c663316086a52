"""Running programs, and ending with one readable line when one of them fails."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn


class SetupError(Exception):
    """Says in one line what stands in the way."""


def run(command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str] | None = None) -> None:
    """Run a program to its end, its output passed through.

    Raises:
        SetupError: the program is missing, or its exit status is not 0.
    """
    code = exit_code(command, cwd, environment)
    if code:
        raise SetupError(f"`{_shown(command)}` ended with exit status {code}; what it said stands above.")


def exit_code(command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str] | None = None) -> int:
    """Run a program to its end, its output passed through, and return its exit status."""
    sys.stdout.flush()
    try:
        return subprocess.run(_strings(command), cwd=cwd, env=environment, check=False).returncode
    except OSError as error:
        raise SetupError(f"`{_shown(command)}` cannot be started: {error.strerror}.") from error


def output(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str | None:
    """What a program prints, without the line's end; None when it is missing or fails."""
    try:
        ended = subprocess.run(_strings(command), env=environment, check=False, capture_output=True, text=True)
    except OSError:
        return None
    return ended.stdout.strip() if ended.returncode == 0 else None


def start(main: Callable[[], int | None]) -> NoReturn:
    """Run a script's main function and exit with its status: 2 after a SetupError, 130 after an interrupt."""
    if sys.version_info < (3, 11):  # noqa: UP036 (an older Python gets here before anything is installed)
        sys.exit(f"Glassformer needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
    try:
        sys.exit(main())
    except SetupError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("\nInterrupted. The next run goes on from what is finished.", file=sys.stderr)
        sys.exit(130)


def _strings(command: Sequence[str | Path]) -> list[str]:
    return [str(part) for part in command]


def _shown(command: Sequence[str | Path]) -> str:
    return " ".join([Path(command[0]).name, *_strings(command[1:])])
