"""One process's place in the log of one audience, and the sockets that follow it.

Whatever way a message comes, by the bus or read from the log, it leaves in the order of the log,
once. A message that is missing is waited for; `feeds.py` reads it from the log if it does not come.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable

from .connection import Connection
from .frame import envelope, text_frame
from .parcel import HangUp, Parcel

MAX_RECENT = 128
RECENT_SECONDS = 60.0
MAX_WAITING = 1000


class Feed:
    """The line of one audience. Nothing slow happens under its lock, and writing is not slow."""

    def __init__(self, audience: str, waits: bool = True) -> None:
        self.audience = audience
        self._waits = waits
        self.last: int | None = None
        self.users = 0
        self.lock = threading.Lock()
        self.listeners: dict[Connection, int] = {}
        self._waiting: dict[int, Parcel] = {}
        self._recent: deque[tuple[float, Parcel]] = deque(maxlen=MAX_RECENT)
        self._ended: list[tuple[Connection, HangUp]] = []

    def begin(self, head: int) -> None:
        """Take the place in line that the log gives; only the first call counts."""
        with self.lock:
            if self.last is None:
                self.last = head
                self._advance()
        self._say_goodbye()

    def deliver(self, parcel: Parcel) -> bool:
        """Take what the bus brings; False when something before it is missing."""
        with self.lock:
            if parcel.seq is None:
                self._send(parcel)
            elif self.last is None or parcel.seq > self.last:
                self._take(parcel, parcel.seq)
            is_whole = not self._waiting
        self._say_goodbye()
        return is_whole

    def mend(self, parcels: list[Parcel]) -> None:
        """Take what was read from the log, in its order."""
        with self.lock:
            for parcel in parcels:
                if self.last is None or parcel.seq == self.last + 1:
                    self._deliver_next(parcel)
            self._advance()
        self._say_goodbye()

    def skip(self, head: int) -> None:
        """Too much is missing, or the log no longer has it: everybody is told to load anew."""
        with self.lock:
            self.last = max(self.last or 0, head)
            self._recent.clear()
            self._advance()
            for connection in self.listeners:
                connection.write(reload_frame(self.audience, "behind"))
        self._say_goodbye()

    def attach(self, connection: Connection, since: int | None) -> bool:
        """Let `connection` listen from entry `since` on; False when that is not at hand any more."""
        with self.lock:
            last = self.last or 0
            at = last if since is None else since
            missed = self._recent_after(at) if at < last else []
            if at < last and (not missed or missed[0].seq != at + 1):
                return False
            for parcel in missed:
                connection.write(parcel.frame(connection.is_api))
            self.listeners[connection] = at
            return True

    def detach(self, connection: Connection) -> bool:
        """Let `connection` hear no more; whether it was listening."""
        with self.lock:
            return self.listeners.pop(connection, None) is not None

    def remember(self, parcels: Iterable[Parcel]) -> None:
        """Keep what somebody else read from the log: after a restart a thousand ask for the same."""
        with self.lock:
            read = [parcel for parcel in parcels if parcel.seq is not None]
            first = self._recent[0][1].seq if self._recent else (self.last or 0) + 1
            if read and read[-1].seq + 1 == first:  # type: ignore[operator]
                now = time.monotonic()
                room = MAX_RECENT - len(self._recent)
                self._recent.extendleft((now, parcel) for parcel in list(reversed(read))[:room])

    def _take(self, parcel: Parcel, seq: int) -> None:
        if not self._waits:
            self.last = seq - 1
        if len(self._waiting) < MAX_WAITING:
            self._waiting[seq] = parcel
        self._advance()

    def _advance(self) -> None:
        """Deliver whatever has come in line; forget what is past."""
        if self.last is None:
            return
        while self.last + 1 in self._waiting:
            self._deliver_next(self._waiting[self.last + 1])
        for seq in [seq for seq in self._waiting if seq <= self.last]:
            del self._waiting[seq]

    def _deliver_next(self, parcel: Parcel) -> None:
        self._send(parcel)
        self.last = parcel.seq
        self._recent.append((time.monotonic(), parcel))

    def _send(self, parcel: Parcel) -> None:
        for connection in self.listeners:
            connection.write(parcel.frame(connection.is_api))
        for hang_up in parcel.hang_ups:
            self._ended += [(each, hang_up) for each in self.listeners if self._ends(hang_up, each, parcel)]

    def _ends(self, hang_up: HangUp, connection: Connection, parcel: Parcel) -> bool:
        """Whoever was let in later than the entry that ends sockets was let in knowing it."""
        if parcel.seq is not None and parcel.seq <= self.listeners[connection]:
            return False
        return hang_up.session_id in (None, connection.session_id)

    def _say_goodbye(self) -> None:
        """End what is to be ended, without the lock: other feeds have theirs."""
        with self.lock:
            ended, self._ended = self._ended, []
        for connection, hang_up in ended:
            if hang_up.audience is not None:
                connection.unfollow(hang_up.audience)
            else:
                connection.hang_up(hang_up.code)

    def _recent_after(self, seq: int) -> list[Parcel]:
        oldest = time.monotonic() - RECENT_SECONDS
        while self._recent and self._recent[0][0] < oldest:
            self._recent.popleft()
        return [parcel for _, parcel in self._recent if (parcel.seq or 0) > seq]


def reload_frame(audience: str, reason: str) -> bytes:
    """Tells a client that continuing is not possible (`behind`, `epoch`): it loads the page anew."""
    return text_frame(envelope("wire:reload", audience=audience, data={"reason": reason}))
