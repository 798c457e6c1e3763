"""One socket of the crowd: bare, non-blocking, and as cheap as Python allows."""

from __future__ import annotations

import json
import socket
import time
from array import array
from collections.abc import Mapping
from itertools import count
from uuid import uuid4

from . import frames, tape

HELLO_SECONDS = 30.0
CHUNK = 65536

_numbers = count()
_run = uuid4().hex[:8]


class Line:
    """`torn` counts entries that came twice or out of line; `is_over` when the server has ended it."""

    def __init__(self, host: str, port: int, path: str, headers: Mapping[str, str]) -> None:
        self.sock = socket.create_connection((host, port), timeout=HELLO_SECONDS)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.sendall(frames.upgrade(f"{host}:{port}", path, headers))
        self.seq = 0
        self.torn = 0
        self.is_over = False
        self._rest = b""

    def enter(self) -> None:
        """Wait for the greeting; raises ConnectionError where the server refuses."""
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, self._rest = answer.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode(errors="replace"))
        while not self._has_hello():
            self._rest += self._more()
        self.sock.setblocking(False)

    def say(self, audience: str) -> None:
        """Send one message that carries the moment it was sent."""
        body = f"sent-{time.monotonic_ns()}- and a few words more, as people write them"
        data = {"client_id": f"{_run}-{next(_numbers)}", "body": body}
        self.sock.send(
            frames.masked(json.dumps({"event": "message:send", "audience": audience, "data": data}).encode())
        )

    def hear(self, delays: array[float]) -> None:
        """Take what has come, and note how long each message was under way, in seconds."""
        try:
            chunk = self.sock.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        now = time.monotonic_ns()
        self.is_over = not chunk
        reading = self._read(chunk)
        delays.extend((now - sent) / 1e9 for sent in reading.sent)
        for seq in reading.seqs:
            self.torn += bool(self.seq) and seq != self.seq + 1
            self.seq = seq

    def _has_hello(self) -> bool:
        reading = self._read(b"")
        if reading.is_end:
            raise ConnectionError("the server said goodbye at once")
        return reading.has_hello

    def _read(self, chunk: bytes) -> tape.Reading:
        stream = self._rest + chunk if self._rest else chunk
        reading = tape.read(stream)
        self._rest = stream[reading.taken :]
        for _ in range(reading.pings):
            self.sock.send(frames.masked(b"", frames.PONG))
        self.is_over |= reading.is_end
        return reading

    def _more(self) -> bytes:
        chunk = self.sock.recv(CHUNK)
        if not chunk:
            raise ConnectionError("the server hung up")
        return chunk
