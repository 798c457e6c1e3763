"""Fan-out: many sockets in one room, a rising number of messages a second, and how late they arrive."""

from __future__ import annotations

import argparse
from typing import Any

from .figures import ms, show
from .gathering import Gathering, gathering
from .houses import LARGE, SMALL, THREADED, House
from .machine import processor_seconds
from .visitors import open_hall

RATES = (20, 40, 60, 80, 100, 120, 160, 200, 250, 300, 400)
HELD_SECONDS = 0.25
HEAD = ("messages/s", "deliveries/s", "p50 ms", "p99 ms", "missing", "server CPU", "generator CPU", "held")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sockets", type=int, nargs="+", default=[200, 500])
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each rate lasts")
    parser.add_argument("--rates", type=float, nargs="+", default=RATES, help="messages a second, rising")
    parser.add_argument("--pages", action="store_true", help="listen as pages, which get partials, not as API clients")
    parser.add_argument("--house", choices=("gevent", "gthread", "team"), help="one way of serving alone")


def run(options: argparse.Namespace) -> None:
    """A table for each way of serving and each number of sockets, up to the first rate that is not held."""
    houses = {"gevent": SMALL, "gthread": THREADED, "team": LARGE}
    for house in [houses[options.house]] if options.house else houses.values():
        for sockets in options.sockets:
            _climb(house, sockets, options)


def _climb(house: House, sockets: int, options: argparse.Namespace) -> None:
    rows = []
    with house.opened(sockets) as server:
        hall = open_hall(server.url)
        with gathering(server, hall, sockets, pages=options.pages) as crowd:
            crowd.speak(10, 1)
            for rate in options.rates:
                row, is_held = _step(crowd, server.workers(), rate, options.seconds)
                if not is_held:
                    # Once more: it may have been something else on this machine.
                    row, is_held = _step(crowd, server.workers(), rate, options.seconds)
                rows.append(row)
                if not is_held:
                    break
    face = "pages" if options.pages else "API clients"
    show(f"Fan-out, {house.name}, {sockets} sockets ({face}) in one room", HEAD, rows)


def _step(crowd: Gathering, workers: list[int], rate: float, seconds: float) -> tuple[list[object], bool]:
    before = processor_seconds(workers)
    heard = crowd.speak(rate, seconds)
    server_busy = (processor_seconds(workers) - before) / heard["seconds"]
    is_held = _is_held(heard)
    row = [
        f"{rate:g}", f"{heard['heard'] / heard['seconds']:,.0f}", ms(heard["p50"]), ms(heard["p99"]),
        heard["missing"] + heard["torn"], f"{server_busy:.0%}", f"{heard['busy']:.0%}", "yes" if is_held else "no",
    ]  # fmt: skip
    return row, is_held


def _is_held(heard: dict[str, Any]) -> bool:
    """Everything arrived, in order, and hardly anybody waited longer than a person notices."""
    return not (heard["missing"] or heard["torn"] or heard["closed"]) and heard["p99"] < HELD_SECONDS
