"""The one thread of this process that looks after readers who are slow, and after goodbyes."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Sequence
from typing import Protocol, TypeVar

PAUSE = 0.05


class Slow(Protocol):
    """What the courier needs of an outbox."""

    sock: socket.socket

    def has_kept(self) -> bool: ...

    def flush(self) -> None: ...

    def is_settled(self, now: float) -> bool: ...


S = TypeVar("S", bound=Slow)


class Courier:
    """Its thread starts with the first who needs it, and sleeps while nobody does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._outboxes: set[Slow] = set()
        self._thread: threading.Thread | None = None

    def watch(self, outbox: Slow) -> None:
        """Look after `outbox` until it is settled."""
        with self._lock:
            self._outboxes.add(outbox)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
                self._thread.start()
        self._bell.set()

    def _run(self) -> None:
        while True:
            self._bell.wait()
            with self._lock:
                outboxes = list(self._outboxes)
                if not outboxes:
                    self._bell.clear()
                    continue
            self._wait_for_readers(outboxes)
            self._settle()

    def _wait_for_readers(self, outboxes: list[Slow]) -> None:
        slow = [outbox for outbox in outboxes if outbox.has_kept()]
        if not slow:
            time.sleep(PAUSE)
        for outbox in writable(slow, PAUSE):
            outbox.flush()

    def _settle(self) -> None:
        now = time.monotonic()
        with self._lock:
            self._outboxes = {outbox for outbox in self._outboxes if not outbox.is_settled(now)}


courier = Courier()


def writable(outboxes: Sequence[S], seconds: float) -> list[S]:
    """Those whose readers are ready for more, waiting at most so long for the first."""
    by_fileno = {outbox.sock.fileno(): outbox for outbox in outboxes}
    by_fileno.pop(-1, None)
    if not by_fileno:
        return []
    poll = select.poll()
    for fileno in by_fileno:
        poll.register(fileno, select.POLLOUT)
    return [by_fileno[fileno] for fileno, _ in poll.poll(seconds * 1000)]
