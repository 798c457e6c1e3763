"""Starting: from `guftagu serve` to the first good answer, on an empty home and on a lived-in one."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.servers.guftagu import Guftagu

from .figures import show


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--times", type=int, default=1, help="how many empty homes")


def run(options: argparse.Namespace) -> None:
    """One table; each row begins with an empty home (SQLite, one worker)."""
    rows = [[f"{seconds:.2f}" for seconds in _twice()] for _ in range(options.times)]
    show("Seconds from `guftagu serve` to healthy", ("first start, with migrations", "second start"), rows)


def _twice() -> list[float]:
    with tempfile.TemporaryDirectory(prefix="guftagu-start-", ignore_cleanup_errors=True) as folder:
        return [_start(Guftagu(Path(folder), {})) for _ in range(2)]


def _start(server: Guftagu) -> float:
    began = time.monotonic()
    server.start()
    try:
        return time.monotonic() - began
    finally:
        server.stop()
