"""Weight: the bytes that a browser fetches when it opens a page of ours for the first time."""

from __future__ import annotations

import argparse
import gzip
import re
from typing import NamedTuple

from playwright.sync_api import Browser, Page, Request

from tests.servers.browser import chromium

from .figures import show
from .houses import SMALL
from .visitors import Reader, open_hall, say

PROMISE = 60 * 1000
MESSAGES = 50
ITSELF = "(the page itself)"
# The proxies in docs/deploy.md pack pages; this is as hard as nginx and Caddy try.
PROXY_LEVEL = 5
# It comes with a call of that provider only, and is not ours.
NOT_OURS = "/vendor/daily.js"
BUILD = re.compile(r"^.*/static/[0-9a-f]+/")
HEAD = (
    "page", "HTML as sent", "files", "HTML gzipped", "scripts", "styles", "pictures and the rest", "behind a proxy", "",
)  # fmt: skip
# Headless, the browser leaves these out.
LINKED = """() => Promise.all([...document.querySelectorAll("link[rel=icon], link[rel=manifest]")]
  .map(async (link) => (await fetch(link.href)).text()))"""


class Weight(NamedTuple):
    """Bytes of each file as it is sent; of the page itself gzipped, and `plain`."""

    plain: int
    files: dict[str, int]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", type=int, default=8, help="how many of the heaviest are named")


def run(options: argparse.Namespace) -> None:
    """A table of pages, and one of the heaviest files of the room. Pages themselves are packed by the proxy."""
    with SMALL.opened() as server, chromium() as browser:
        weights = _weights(browser, server.url)
    rows = [_row(name, files) for name, files in weights.items()]
    show(f"First load in bytes, against a promise of {PROMISE:,}", HEAD, rows)
    heaviest = sorted(weights["room"].files.items(), key=lambda item: -item[1])[: options.files]
    show("The heaviest files of the room", ("file", "bytes"), [(path, f"{size:,}") for path, size in heaviest])


def _weights(browser: Browser, url: str) -> dict[str, Weight]:
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
    member.sit_down(hall.code)  # the seat is given up soon after its page is closed
    return weights | {f"room, {MESSAGES} messages": _weigh(browser, member, room)}


def _weigh(browser: Browser, reader: Reader, path: str) -> Weight:
    """The body of everything that was fetched, by path."""
    context = browser.new_context(permissions=["camera", "microphone"])
    context.add_cookies([{"name": name, "value": value, "url": reader.url} for name, value in reader.cookies.items()])
    finished: list[Request] = []
    try:
        page = context.new_page()
        page.on("requestfinished", lambda request: finished.append(request))
        _open(page, reader.url + path)
        fetched = [request for request in finished if not request.url.startswith(("data:", "blob:"))]
        files = {_name(request.url, path): request.sizes()["responseBodySize"] for request in fetched}
        packed = len(gzip.compress(reader.get(path).content, PROXY_LEVEL))
        return Weight(files[ITSELF], files | {ITSELF: packed})
    finally:
        context.close()


def _open(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    page.evaluate(LINKED)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def _name(url: str, path: str) -> str:
    return ITSELF if url.endswith(path) else BUILD.sub("", url)


def _row(name: str, weight: Weight) -> list[object]:
    ours = {path: size for path, size in weight.files.items() if NOT_OURS not in f"/{path}"}
    kinds = {"html": 0, "js": 0, "css": 0, "": 0}
    for path, size in ours.items():
        ending = "html" if path == ITSELF else path.rpartition(".")[2]
        kinds[ending if ending in kinds else ""] += size
    together = sum(ours.values())
    verdict = "kept" if together <= PROMISE else "BROKEN"
    return [name, f"{weight.plain:,}", len(ours), *(f"{size:,}" for size in kinds.values()), f"{together:,}", verdict]
