"""The writing side of a socket: whole frames, one writer at a time, and nobody waits for a reader.

What the kernel does not take at once is kept, within bounds, and handed over by the courier when the
reader is ready for more. A reader that has stopped is cut.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections import deque

from .courier import courier, writable

MAX_KEPT = 1 << 20
KERNEL_BUFFER = 128 * 1024
PATIENCE = 10.0
CLOSING_TIME = 1.5

_NOT_NOW = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Outbox:
    """Frames on their way to one socket, which it makes non-blocking."""

    def __init__(self, sock: socket.socket, patience: float = PATIENCE) -> None:
        self.sock = sock
        self.patience = patience
        self.is_cut = False
        self._is_sealed = False
        self._lock = threading.Lock()
        self._kept: deque[memoryview] = deque()
        self._size = 0
        self._deadline: float | None = None
        _prepare(sock)

    def write(self, frame: bytes, *, last: bool = False) -> bool:
        """Send `frame`, or keep it until the reader is ready; False when the line is closed.

        After the `last` frame nothing is sent, and the peer has a moment to hang up by itself.
        """
        with self._lock:
            if self._is_sealed or self.is_cut:
                return False
            self._is_sealed = last
            sent = 0 if self._kept else self._send(frame)
            if sent < len(frame):
                self._keep(memoryview(frame)[sent:])
            if last:
                self._deadline = time.monotonic() + CLOSING_TIME
            needs_care = self._deadline is not None and not self.is_cut
        if needs_care:
            courier.watch(self)
        return not self.is_cut

    def read(self, size: int) -> bytes | None:
        """What has arrived, b"" at the end of the line, None when there is nothing yet."""
        # TLS keeps one state for both directions: reading takes its turn with the writers.
        with self._lock:
            try:
                return self.sock.recv(size)
            except _NOT_NOW:
                return None
            except OSError:
                return b""

    def flush(self) -> None:
        """Hand over as much of what was kept as the kernel takes."""
        with self._lock:
            while self._kept and not self.is_cut:
                sent = self._send(self._kept[0])
                self._size -= sent
                if sent < len(self._kept[0]):
                    self._kept[0] = self._kept[0][sent:]
                    break
                self._kept.popleft()
            if not self._is_sealed and not self._kept:
                self._deadline = None

    def is_settled(self, now: float) -> bool:
        """Whether nothing waits any more; whoever is past the deadline is cut."""
        if self._deadline is not None and now > self._deadline:
            self.cut()
        return self.is_cut or self._deadline is None

    def has_kept(self) -> bool:
        """Whether something waits for the reader."""
        return bool(self._kept) and not self.is_cut

    def wait_taken(self, seconds: float) -> None:
        """Wait, at most so long, until the reader has taken everything; for long catch-ups."""
        until = time.monotonic() + seconds
        while self.has_kept() and time.monotonic() < until:
            writable([self], seconds)
            self.flush()

    def close(self) -> None:
        """Write no more and need no care any more: the server closes the socket now."""
        with self._lock:
            self._is_sealed = True
            self._deadline = None

    def cut(self) -> None:
        """End the line at once. The descriptor stays open until its owner, the server, closes it."""
        self.is_cut = True
        try:
            # Without lingering the kernel throws away what a stopped reader never took.
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def _send(self, data: bytes | memoryview) -> int:
        try:
            sent = self.sock.send(data)
        except _NOT_NOW:
            return 0
        except OSError:
            self.cut()
            return 0
        if sent and self._deadline is not None and not self._is_sealed:
            self._deadline = time.monotonic() + self.patience
        return sent

    def _keep(self, rest: memoryview) -> None:
        if self.is_cut:
            return
        if self._size + len(rest) > MAX_KEPT:
            self.cut()
            return
        self._kept.append(rest)
        self._size += len(rest)
        if self._deadline is None:
            self._deadline = time.monotonic() + self.patience


def _prepare(sock: socket.socket) -> None:
    sock.setblocking(False)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        pass  # a Unix socket behind a proxy has no such options
