"""Weight: the bytes that a browser fetches when it opens a page of ours for the first time."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping

from playwright.sync_api import Browser, Page, Request

from tests.servers.browser import chromium

from .figures import show
from .houses import SMALL
from .visitors import Reader, open_hall, say

PROMISE = 60 * 1000
MESSAGES = 50
# It comes with a call of that provider only, and is not ours.
NOT_OURS = "/vendor/daily.js"
BUILD = re.compile(r"^.*/static/[0-9a-f]+/")
# Headless, the browser leaves these out.
LINKED = """() => Promise.all([...document.querySelectorAll("link[rel=icon], link[rel=manifest]")]
  .map(async (link) => (await fetch(link.href)).text()))"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", type=int, default=8, help="how many of the heaviest are named")


def run(options: argparse.Namespace) -> None:
    """A table of pages, and one of the heaviest files of the room."""
    with SMALL.opened() as server, chromium() as browser:
        weights = _weights(browser, server.url)
    rows = [_row(name, files) for name, files in weights.items()]
    head = ("page", "files", "HTML", "scripts", "styles", "pictures and the rest", "together", "")
    show(f"First load in bytes as sent, against a promise of {PROMISE:,}", head, rows)
    heaviest = sorted(weights["room"].items(), key=lambda item: -item[1])[: options.files]
    show("The heaviest files of the room", ("file", "bytes"), [(path, f"{size:,}") for path, size in heaviest])


def _weights(browser: Browser, url: str) -> dict[str, dict[str, int]]:
    visitor, member, hall = Reader(url), Reader(url), open_hall(url, 2)
    member.register("member")
    member.sit_down(hall.code)
    room = f"/room/{hall.code}"
    weights = {
        "landing": _weigh(browser, visitor, "/"),
        "home": _weigh(browser, member, "/"),
        "preview": _weigh(browser, visitor, room),
        "room": _weigh(browser, member, room),
    }
    for number in range(MESSAGES):
        say(url, hall.code, hall.tokens[number % 2], f"Message {number}, as people write them")
    return weights | {f"room, {MESSAGES} messages": _weigh(browser, member, room)}


def _weigh(browser: Browser, reader: Reader, path: str) -> dict[str, int]:
    """The body of everything that was fetched, compressed as it was sent, by path."""
    context = browser.new_context(permissions=["camera", "microphone"])
    context.add_cookies([{"name": name, "value": value, "url": reader.url} for name, value in reader.cookies.items()])
    finished: list[Request] = []
    try:
        page = context.new_page()
        page.on("requestfinished", lambda request: finished.append(request))
        _open(page, reader.url + path)
        fetched = [request for request in finished if not request.url.startswith(("data:", "blob:"))]
        return {_name(request.url, path): request.sizes()["responseBodySize"] for request in fetched}
    finally:
        context.close()


def _open(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    page.evaluate(LINKED)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def _name(url: str, path: str) -> str:
    return "(the page itself)" if url.endswith(path) else BUILD.sub("", url)


def _row(name: str, files: Mapping[str, int]) -> list[object]:
    ours = {path: size for path, size in files.items() if NOT_OURS not in f"/{path}"}
    kinds = {"html": 0, "js": 0, "css": 0, "": 0}
    for path, size in ours.items():
        ending = "html" if path.startswith("(") else path.rpartition(".")[2]
        kinds[ending if ending in kinds else ""] += size
    together = sum(ours.values())
    verdict = "kept" if together <= PROMISE else "BROKEN"
    return [name, len(ours), *(f"{size:,}" for size in kinds.values()), f"{together:,}", verdict]
