"""Answers a request to become a WebSocket, RFC 6455 section 4.2."""

from __future__ import annotations

from typing import Any

from wsproto import WSConnection
from wsproto import events as ws
from wsproto.utilities import RemoteProtocolError

# Not among them: extensions. Compression would cost about 97 KB a connection and a run for every frame.
_HEADERS = ("HOST", "UPGRADE", "CONNECTION", "SEC_WEBSOCKET_KEY", "SEC_WEBSOCKET_VERSION")


class BadHandshake(Exception):
    """The request did not ask for a WebSocket as the RFC wants it."""


def accept(parser: WSConnection, environ: dict[str, Any]) -> bytes:
    """What to answer to the request of `environ`; raises BadHandshake."""
    named = {name: environ.get(f"HTTP_{name}") for name in _HEADERS}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value]
    try:
        parser.receive_data("\r\n".join(["GET / HTTP/1.1", *lines, "", ""]).encode("latin-1", "replace"))
        return b"".join(parser.send(ws.AcceptConnection()) for _ in parser.events())
    except RemoteProtocolError as error:
        raise BadHandshake(str(error)) from error
