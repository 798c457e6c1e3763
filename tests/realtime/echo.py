"""Small WSGI applications around a bare Connection, served by real servers in the tests."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from simple_websocket import ConnectionClosed

from app.realtime.connection import Connection
from app.realtime.frame import ping_frame, text_frame

present: set[Connection] = set()


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if "HTTP_UPGRADE" not in environ:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(len(present) if path == "/present" else threading.active_count()).encode()]
    connection = Connection(environ, ping_seconds=0.3 if path == "/ping" else 25)
    present.add(connection)
    try:
        {"/echo": echo, "/flood": flood, "/room": room}.get(path, echo)(connection)
    except ConnectionClosed:
        pass
    finally:
        present.discard(connection)
        connection.finish()
    if connection.mode == "gunicorn":
        raise StopIteration
    start_response("200 OK", [])
    return []


def echo(connection: Connection) -> None:
    while True:
        message = connection.receive()
        if message == "restart":
            connection.hang_up(1012, "restart")
        connection.send(str(message))


def flood(connection: Connection) -> None:
    """Eight threads write frames of all sizes and pings at once, then one says goodbye."""

    def write(number: int) -> None:
        for index in range(60):
            letter = chr(ord("a") + number)
            connection.write(text_frame(letter * (1 + (index * 997) % 3000)))
            connection.write(ping_frame())

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    connection.hang_up(1000)


def room(connection: Connection) -> None:
    """What one says is written to everybody present, the same bytes to all."""
    while True:
        frame = text_frame(str(connection.receive()) * 60)
        for somebody in list(present):
            somebody.write(frame)
