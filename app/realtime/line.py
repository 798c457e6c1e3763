"""One open socket: simple_websocket's server, hardened.

The library writes without a lock, lets a partial write tear a frame, accepts compression and
unlimited messages, and keeps a thread for each socket. Here writing goes through an outbox that
never waits, and reading happens in the one thread that asks for the next message.
"""

from __future__ import annotations

import select
import time
from typing import Any

from simple_websocket import ConnectionClosed, Server
from wsproto import events as ws

from .frame import close_frame, ping_frame, pong_frame, text_frame
from .handshake import accept
from .inbox import Inbox, TooMuch
from .no_thread import NoThread
from .outbox import Outbox

PING_SECONDS = 25.0

_PING = ping_frame()


class Line(Server):
    """A socket that is written without waiting and read within bounds.

    `write` may be called from any thread; `receive` and `finish` belong to the one that serves it.
    """

    def __init__(self, environ: dict[str, Any], ping_seconds: float = PING_SECONDS) -> None:
        self._ping_seconds = ping_seconds
        self._has_hung_up = False
        self._is_over = False
        super().__init__(environ, thread_class=NoThread)
        self._next_ping = time.monotonic() + ping_seconds

    def write(self, frame: bytes) -> bool:
        """Send the bytes of one whole frame without ever waiting; False when the line is closed."""
        return self.outbox.write(frame)

    def send(self, data: str) -> None:
        """Send text, as the library's own method of this name."""
        if not self.write(text_frame(data)):
            raise ConnectionClosed(self.close_reason, self.close_message)

    def receive(self, timeout: float | None = None) -> str | bytes | None:
        """The next message, None after `timeout` seconds; raises ConnectionClosed at the end."""
        until = None if timeout is None else time.monotonic() + timeout
        while not self._inbox.messages or self._has_hung_up:
            if not self.connected:
                raise ConnectionClosed(self.close_reason, self.close_message)
            if until is not None and time.monotonic() >= until:
                return None
            self._pump(until)
        return self._inbox.messages.popleft()

    def hang_up(self, code: int, reason: str = "") -> None:
        """Say goodbye from any thread; what was written before still arrives."""
        if self.outbox.write(close_frame(code, reason), last=True):
            self.close_reason, self.close_message = code, reason
        self._has_hung_up = True
        self.connected = False

    def close(self, reason: int | None = None, message: str | None = None) -> None:
        """Close, as the library's own method of this name."""
        self.hang_up(reason or 1000, message or "")

    def finish(self) -> None:
        """Wait a moment for the peer's goodbye, so that ours is not overtaken by a reset."""
        self.hang_up(1000)
        while not self._is_over and not self.outbox.is_cut:
            self._pump(None)
        self.outbox.close()

    def handshake(self) -> None:
        """Answer the upgrade; raises BadHandshake."""
        self.outbox = Outbox(self.sock)
        self._inbox = Inbox(self.ws)
        self.connected = self.outbox.write(accept(self.ws, self.environ))

    def _pump(self, until: float | None) -> None:
        """Take what has arrived, or wait for it; keep the heart beating meanwhile."""
        chunk = self.outbox.read(self.receive_bytes)
        if chunk:
            self.pong_received = True
            self._take(chunk)
        elif chunk is None:
            self._wait(self._next_ping if until is None else min(until, self._next_ping))
            self._beat()
        else:
            self._end(1006)

    def _wait(self, until: float) -> None:
        fileno = self.sock.fileno()
        if fileno < 0:
            self._end(1006)
            return
        poll = select.poll()
        poll.register(fileno, select.POLLIN)
        poll.poll(max(0.0, until - time.monotonic()) * 1000)

    def _beat(self) -> None:
        now = time.monotonic()
        if now < self._next_ping:
            return
        self._next_ping = now + self._ping_seconds
        if not self.pong_received:
            self.hang_up(1011, "no answer")
        self.pong_received = False
        self.outbox.write(_PING)

    def _take(self, chunk: bytes) -> None:
        if self._has_hung_up:
            self._await_goodbye(chunk)
            return
        try:
            controls = self._inbox.take(chunk)
        except TooMuch as bound:
            self.hang_up(bound.code, bound.reason)
            return
        for event in controls:
            if isinstance(event, ws.Ping):
                self.outbox.write(pong_frame(bytes(event.payload)))
            else:
                self._answer_close(event)

    def _await_goodbye(self, chunk: bytes) -> None:
        """Our own is on its way: what still comes is not heard."""
        self.ws.receive_data(chunk)
        if any(isinstance(event, ws.CloseConnection) for event in self.ws.events()):
            self._end()

    def _answer_close(self, event: Any) -> None:
        """Repeat the peer's code; one that we noticed ourselves (bad frames) is told this way too."""
        code = None if event.code == 1005 else int(event.code)
        if self.outbox.write(close_frame(code, event.reason or ""), last=True):
            self.close_reason, self.close_message = event.code, event.reason
        self._end()

    def _end(self, code: int | None = None) -> None:
        if code and self.connected:
            self.close_reason = code
        self.connected = False
        self._is_over = True
