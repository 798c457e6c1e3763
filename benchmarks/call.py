"""Calls: from pressing Join to the first decoded picture of the others, and what a call costs the server."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

from playwright.sync_api import Browser, Error

from tests.call_js.browsers import frames
from tests.journeys.people import Person
from tests.servers.browser import chromium
from tests.servers.guftagu import Guftagu

from .figures import show
from .houses import SMALL
from .machine import processor_seconds

NAMES = ("Asha", "Tom", "Mina", "Ivan")
PATIENCE = 60.0
HEAD = ("browsers", "join to everybody's picture, s", "others see the newcomer, s", "server CPU s per minute of call")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--browsers", type=int, default=3, choices=range(2, len(NAMES) + 1))
    parser.add_argument("--seconds", type=float, default=10.0, help="how long the server's share is watched")


def run(options: argparse.Namespace) -> None:
    """One table, a row for each person who comes."""
    with SMALL.opened() as server, chromium() as browser:
        first = Person(browser, server.url, NAMES[0]).register()
        link = first.create_room("The Call")
        people = [first.enter(link)]
        names = NAMES[1 : options.browsers]
        rows = [_arrival(browser, server, people, name, link, options.seconds) for name in names]
    show(f"Calls on {SMALL.name}, browsers on the same machine", HEAD, rows)


def _arrival(
    browser: Browser, server: Guftagu, people: list[Person], name: str, link: str, seconds: float
) -> list[object]:
    newcomer = Person(browser, server.url, name)
    newcomer.page.goto(link)
    newcomer.page.get_by_label("Your name in the room").fill(name)
    began = time.monotonic()
    newcomer.page.get_by_role("button", name="Join Room").click()
    sees = _wait(lambda: _shows(newcomer, people)) - began
    seen = _wait(lambda: all(_shows(person, [newcomer]) for person in people)) - began
    people.append(newcomer)
    return [len(people), f"{sees:.2f}", f"{seen:.2f}", f"{_share(server, seconds) * 60:.2f}"]


def _wait(is_so: Callable[[], bool]) -> float:
    """The moment from which `is_so`."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, f"not within {PATIENCE} s"
        time.sleep(0.01)
    return time.monotonic()


def _shows(person: Person, others: Sequence[Person]) -> bool:
    """Whether a picture of each of the others was decoded on this person's screen."""
    try:
        return all(frames(person.page, other.user) > 0 for other in others)
    except Error:
        # The page is being left for the next one.
        return False


def _share(server: Guftagu, seconds: float) -> float:
    """Processor time a second that the server takes while everybody only talks."""
    pids = [server.process.pid, *server.workers()]
    before = processor_seconds(pids)
    time.sleep(seconds)
    return (processor_seconds(pids) - before) / seconds
