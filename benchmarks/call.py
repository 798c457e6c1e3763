"""Calls: from Join to the others' pictures, and what a person's browser and the server pay."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from tests.call_js.browsers import frames
from tests.journeys.people import Person
from tests.servers.browser import launch
from tests.servers.guftagu import Guftagu

from .figures import show
from .houses import SMALL
from .machine import processor_seconds

NAMES = ("Asha", "Tom", "Mina", "Ivan", "Leila", "Kenji")
PATIENCE = 60.0
CAMERA = "--use-fake-device-for-media-stream=fps=20"
HEAD = (
    "browsers",
    "join to everybody's picture, s",
    "others see the newcomer, s",
    "CPU of a person's browser",
    "server CPU s per minute of call",
    "pages drawn a second",
    "layouts a second",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--browsers", type=int, default=3, choices=range(2, len(NAMES) + 1))
    parser.add_argument("--seconds", type=float, default=10.0, help="how long the shares are watched")


def run(options: argparse.Namespace) -> None:
    """A row for each person who comes."""
    with SMALL.opened() as server, sync_playwright() as playwright:
        first = _person(playwright, server, NAMES[0]).register()
        link = first.create_room("The Call", seats=len(NAMES))
        people = [first.enter(link)]
        for name in NAMES[1 : options.browsers]:
            people.append(_person(playwright, server, name))
            people[-1].page.goto(link)
            people[-1].page.get_by_label("Your name in the room").fill(name)
        rows = [_arrival(server, people[: 2 + more], options.seconds) for more in range(len(people) - 1)]
        for person in people:
            _browser(person).close()
    show(f"Calls on {SMALL.name}, everybody's browser on the same machine", HEAD, rows)


def _person(playwright: Playwright, server: Guftagu, name: str) -> Person:
    """Somebody with a browser of their own."""
    return Person(launch(playwright, CAMERA), server.url, name)


def _arrival(server: Guftagu, people: Sequence[Person], seconds: float) -> list[object]:
    """The last of these people comes to the others."""
    *others, newcomer = people
    began = time.monotonic()
    newcomer.page.get_by_role("button", name="Join Room").click()
    sees = _wait(lambda: _shows(newcomer, others)) - began
    seen = _wait(lambda: all(_shows(person, [newcomer]) for person in others)) - began
    browsers = [pid for person in people for pid in _processes(person)]
    theirs, ours = _shares(seconds, browsers, [server.process.pid, *server.workers()])
    share = f"{theirs / len(people):.0%}"
    drawn, laid_out = _drawing(newcomer, seconds)
    return [len(people), f"{sees:.2f}", f"{seen:.2f}", share, f"{ours * 60:.2f}", f"{drawn:.0f}", f"{laid_out:.0f}"]


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


def _browser(person: Person) -> Browser:
    browser = person.page.context.browser
    assert browser is not None
    return browser


def _processes(person: Person) -> list[int]:
    session = _browser(person).new_browser_cdp_session()
    return [process["id"] for process in session.send("SystemInfo.getProcessInfo")["processInfo"]]


def _drawing(person: Person, seconds: float) -> tuple[float, float]:
    """How often a second this person's page is drawn anew, and laid out before."""
    browser = _browser(person)
    browser.start_tracing(categories=["viz", "devtools.timeline"])
    time.sleep(seconds)
    events = [event["name"] for event in json.loads(browser.stop_tracing())["traceEvents"] if event["ph"] in "BX"]
    return events.count("Display::DrawAndSwap") / seconds, events.count("Layout") / seconds


def _shares(seconds: float, *groups: Sequence[int]) -> list[float]:
    """Processor time a second that each group of processes takes while everybody only talks."""
    before = [processor_seconds(pids) for pids in groups]
    time.sleep(seconds)
    return [(processor_seconds(pids) - then) / seconds for pids, then in zip(groups, before, strict=True)]
