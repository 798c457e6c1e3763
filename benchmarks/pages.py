"""Pages: how long each takes while nothing else happens, and how much it asks of the database."""

from __future__ import annotations

import argparse
import time

from tests.servers.guftagu import Guftagu

from .figures import ms, quantile, show
from .houses import SMALL, THREADED
from .statements import Counter
from .visitors import Hall, Reader, account_token, create_room, join, open_hall, say

MESSAGES = 60
USERNAME = "reader"
HEAD = ("page", "median ms", "p95 ms", "bytes", "SQL statements")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--times", type=int, default=100, help="how often each page is asked for")
    parser.add_argument("--rooms", type=int, default=50)
    parser.add_argument("--sql", action="store_true", help="print the statements too")


def run(options: argparse.Namespace) -> None:
    """One table for each kind of worker (SQLite, one worker, one reader)."""
    for house in (SMALL, THREADED):
        with house.opened() as server:
            reader = _reader(server, options.rooms)
            hall = _lively_hall(server)
            Reader.sit_down(reader, hall.code)
            rows = _rows(server, reader, hall, options)
        title = f"Pages, {house.name}; {options.rooms} rooms, two people in each; a room with {MESSAGES} messages"
        show(title, HEAD, rows)


def _rows(server: Guftagu, reader: Reader, hall: Hall, options: argparse.Namespace) -> list[list[object]]:
    counter, room = Counter(server.instance), f"/room/{hall.code}"
    visits = {
        "`/` (a visitor)": (Reader(server.url), "/"),
        "`/` (home)": (reader, "/"),
        "`/rooms`": (reader, "/rooms"),
        "`/rooms/menu`": (reader, "/rooms/menu"),
        "`/room/CODE` (preview)": (Reader(server.url), room),
        "`/room/CODE` (seated)": (reader, room),
    }
    rows = []
    for name, (who, path) in visits.items():
        delays, size = _time(who, path, options.times)
        statements = counter.statements_of(path, who.cookies)
        if options.sql:
            print(name, *statements, sep="\n  ")
        rows.append([name, ms(quantile(delays, 0.5)), ms(quantile(delays, 0.95)), f"{size:,}", len(statements)])
    return rows


def _time(reader: Reader, path: str, times: int) -> tuple[list[float], int]:
    """Seconds of each of `times` answers, after one that is not counted, and the size of the page."""
    size = len(reader.get(path).content)
    delays = []
    for _ in range(times):
        began = time.monotonic()
        reader.get(path)
        delays.append(time.monotonic() - began)
    return delays, size


def _reader(server: Guftagu, rooms: int) -> Reader:
    """Somebody with an account and `rooms` rooms, in each of which two guests sit."""
    reader = Reader(server.url)
    reader.register(USERNAME)
    token = account_token(server.url, USERNAME)
    for number in range(rooms):
        code = create_room(server.url, token, f"Room {number}")
        for name in ("Mina", "Tom"):
            join(server.url, code, f"{name} {number}")
    return reader


def _lively_hall(server: Guftagu) -> Hall:
    """A room of which everybody's words fill more than a page."""
    hall = open_hall(server.url, 9)
    for number in range(MESSAGES):
        say(server.url, hall.code, hall.tokens[number % len(hall.tokens)], f"Message {number}, as people write them")
    return hall
