"""The reading side of a socket: frames become messages, within bounds."""

from __future__ import annotations

from collections import deque
from typing import Any

from wsproto import WSConnection
from wsproto import events as ws

from .throttle import Throttle

MAX_MESSAGE = 64 * 1024
MAX_INBOX = 256
# The tenth person of a mesh call sends nine offers at once, and with each a candidate for every network, transport and
# relay: some fifteen, and forty from a machine with containers and a tunnel.
RATE, BURST = 20, 400


class TooMuch(Exception):
    """The peer has gone beyond a bound: `code` is what it is told."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Inbox:
    """Whole messages in their order; control frames are handed out for the connection to answer."""

    def __init__(self, parser: WSConnection) -> None:
        self.messages: deque[str | bytes] = deque()
        self._parser = parser
        self._throttle = Throttle(RATE, BURST)
        self._pieces: list[Any] = []
        self._size = 0

    def take(self, chunk: bytes) -> list[Any]:
        """Read `chunk`; gives the pings and closes in it, raises TooMuch."""
        self._parser.receive_data(chunk)
        controls: list[Any] = []
        for event in self._parser.events():
            if isinstance(event, ws.CloseConnection):
                return [*controls, event]
            self._count(event)
            if isinstance(event, (ws.TextMessage, ws.BytesMessage)):
                self._gather(event)
            elif isinstance(event, ws.Ping):
                controls.append(event)
        return controls

    def _count(self, event: Any) -> None:
        """Every frame costs, or empty fragments and pings would be free."""
        if getattr(event, "frame_finished", True) and not self._throttle.take():
            raise TooMuch(1008, "too many messages")

    def _gather(self, event: Any) -> None:
        self._size += len(event.data)
        if self._size > MAX_MESSAGE:
            raise TooMuch(1009, "message too big")
        self._pieces.append(event.data)
        if not event.message_finished:
            return
        if len(self.messages) >= MAX_INBOX:
            raise TooMuch(1008, "too many messages")
        is_text = isinstance(event, ws.TextMessage)
        self.messages.append("".join(self._pieces) if is_text else b"".join(self._pieces))
        self._pieces, self._size = [], 0
