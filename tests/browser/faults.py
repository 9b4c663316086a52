"""What a server can do to a download, besides what `faulty_server` has."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from faulty_server import Fault, FaultyHandler


def half(handler: FaultyHandler) -> bool:
    """Announces the whole file, sends half of it and hangs up."""
    body = _file(handler)
    _begin(handler, len(body))
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True
    return True


def wrong(handler: FaultyHandler) -> bool:
    """As many bytes as the file has, one of them another."""
    body = bytearray(_file(handler))
    body[len(body) // 2] ^= 1
    _begin(handler, len(body))
    handler.wfile.write(body)
    return True


def hang_up(handler: FaultyHandler) -> bool:
    handler.close_connection = True
    return True


def slow(handler: FaultyHandler) -> bool:
    """The file in pieces, over two seconds."""
    body = _file(handler)
    _begin(handler, len(body))
    step = len(body) // 20 + 1
    for start in range(0, len(body), step):
        handler.wfile.write(body[start : start + step])
        time.sleep(0.1)
    return True


def first(count: int, fault: Fault) -> Fault:
    """Only the first ``count`` requests suffer it."""
    left: Iterator[int] = iter(range(count))
    return lambda handler: next(left, None) is not None and fault(handler)


def _file(handler: FaultyHandler) -> bytes:
    return Path(handler.translate_path(handler.path)).read_bytes()


def _begin(handler: FaultyHandler, length: int) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/octet-stream")
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
