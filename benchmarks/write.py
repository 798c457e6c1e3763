"""Writing: messages a second that one hot room accepts through POST /api/messages."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

from tests.servers.guftagu import Guftagu
from tests.servers.processes import HOST, ROOT

from .figures import ms, show
from .houses import LARGE, SMALL, THREADED, House
from .machine import processor_seconds
from .visitors import Hall, open_hall

HOUSES = (SMALL, THREADED, House(has_postgres=True), House("gthread", has_postgres=True), LARGE)
WARM_UP_SECONDS = 1.0
HEAD = ("served by", "messages/s", "p50 ms", "p99 ms", "a writer", "refused", "bystander p95 ms", "server CPU")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--writers", type=int, default=8, choices=range(1, 11))
    parser.add_argument("--seconds", type=float, default=5.0)


def run(options: argparse.Namespace) -> None:
    """One table: both databases, both kinds of worker."""
    rows = [_measure(house, options) for house in HOUSES]
    show(f"Messages accepted in one room, {options.writers} writers", HEAD, rows)


def _measure(house: House, options: argparse.Namespace) -> list[object]:
    with house.opened() as server:
        hall = open_hall(server.url, options.writers)
        _write(server, hall, WARM_UP_SECONDS)
        before = processor_seconds(server.workers())
        done = _write(server, hall, options.seconds)
        busy = (processor_seconds(server.workers()) - before) / options.seconds
    return [
        house.name, f"{done['accepted'] / options.seconds:,.0f}", ms(done["p50"]), ms(done["p99"]),
        f"{done['each'][0]} to {done['each'][-1]}", done["refused"] or 0, ms(done["bystander"]), f"{busy:.0%}",
    ]  # fmt: skip


def _write(server: Guftagu, hall: Hall, seconds: float) -> dict[str, Any]:
    job = {"host": HOST, "port": server.port, "code": hall.code, "tokens": hall.tokens, "seconds": seconds}
    command = [sys.executable, "-m", "benchmarks.writers"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(job), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
