"""Idle sockets: what each of a thousand costs in memory while nothing is said."""

from __future__ import annotations

import argparse
import time

from .figures import show
from .gathering import gathering
from .houses import SMALL, THREADED, House
from .machine import memory, processor_seconds
from .visitors import open_hall

SETTLE_SECONDS = 1.0
HEAD = ("served by", "sockets", "RSS before", "RSS with them", "a socket", "CPU while idle")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long they are watched doing nothing")


def run(options: argparse.Namespace) -> None:
    """One table; the worker has answered requests and held one socket before it is weighed."""
    rows = [_weigh(house, options.sockets, options.seconds) for house in (SMALL, THREADED)]
    show("Memory of idle sockets", HEAD, rows)


def _weigh(house: House, sockets: int, seconds: float) -> list[object]:
    with house.opened(sockets) as server:
        hall, workers = open_hall(server.url), server.workers()
        with gathering(server, hall, 1) as crowd:
            crowd.speak(10, 1)
        time.sleep(SETTLE_SECONDS)
        before = memory(workers)
        with gathering(server, hall, sockets):
            time.sleep(SETTLE_SECONDS)
            after, busy = memory(workers), processor_seconds(workers)
            time.sleep(seconds)
            busy = (processor_seconds(workers) - busy) / seconds
    return [
        house.name, f"{sockets:,}", f"{before / 2**20:.0f} MB", f"{after / 2**20:.0f} MB",
        f"{(after - before) / sockets / 1024:.0f} KB", f"{busy:.1%}",
    ]  # fmt: skip
