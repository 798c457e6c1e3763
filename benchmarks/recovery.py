"""A call whose line is pulled, or cut without a word: how soon both see and are told, and how soon it is back."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.call_js.browsers import frames
from tests.journeys.people import Person
from tests.servers import programs
from tests.servers.guftagu import guftagu_server

from .cable import Cable, cables, somebody
from .figures import show

PATIENCE = 90.0
REST = 3.0
HEAD = ("the line", "for s", "tile says so after s", "dialog after s", "here again after s", "there again after s")
Row = list[object]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, nargs="+", default=[8.0, 20.0], help="how long it is gone")


def run(options: argparse.Namespace) -> None:
    """A row for each way to lose the line, and for how long."""
    with cables(1) as [line], _call(line) as (here, there):
        rows: list[Row] = []
        for how, lose, give_back in (("pulled", line.pull, line.plug), ("cut", line.cut, line.mend)):
            for seconds in options.seconds:
                told = _lose(lose, there, seconds)
                rows.append([how, f"{seconds:g}", *told, *_give_back(give_back, here, there)])
    show("Calls between two networks whose line is lost", HEAD, rows)


@contextmanager
def _call(line: Cable) -> Iterator[tuple[Person, Person]]:
    """One person on this machine, one behind the cable, who see each other."""
    chromium = programs.find("chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        guftagu_server({"HOST": line.here}) as server,
        sync_playwright() as playwright,
    ):
        here = somebody(playwright, chromium, server, "Asha Rao").register()
        there = somebody(playwright, line.program(chromium, Path(folder)), server, "Leila Haddad")
        link = here.create_room("Two networks")
        here.enter(link)
        there.enter(link)
        here.sees(there)
        there.sees(here)
        yield here, there


def _lose(lose: Callable[[], None], there: Person, seconds: float) -> list[object]:
    """The seconds until the tile and the dialog behind the cable say so; a dash where they never did."""
    lose()
    began = time.monotonic()
    told: dict[str, str] = {}
    signs = {"tile": "li.tile[data-state=lost]", "dialog": "#dialog-lost[open]"}
    while time.monotonic() < began + seconds:
        for name, sign in signs.items():
            if name not in told and there.page.locator(sign).count():
                told[name] = f"{time.monotonic() - began:.1f}"
        there.page.wait_for_timeout(50)
    return [told.get(name, "-") for name in signs]


def _give_back(give_back: Callable[[], None], here: Person, there: Person) -> list[object]:
    """The seconds until new pictures are decoded on both sides."""
    pairs = {"here": (here, there), "there": (there, here)}
    before = {name: frames(one.page, other.user) for name, (one, other) in pairs.items()}
    give_back()
    began = time.monotonic()
    back: dict[str, str] = {}
    while len(back) < len(pairs):
        assert time.monotonic() < began + PATIENCE, f"only {list(back)} is back after {PATIENCE} s"
        for name, (one, other) in pairs.items():
            shown = frames(one.page, other.user)
            if shown < before[name]:
                # A connection made anew begins to count anew.
                before[name] = shown
            elif shown > before[name] and name not in back:
                back[name] = f"{time.monotonic() - began:.1f}"
        here.page.wait_for_timeout(20)
    here.page.wait_for_timeout(REST * 1000)
    return [back[name] for name in pairs]
