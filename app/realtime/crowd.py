"""The open sockets of this process, and how many there may be."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from typing import Any

from ..config import settings
from ..errors import Refusal
from .connection import Connection

logger = logging.getLogger(__name__)

PER_USER = 10
PER_ADDRESS = 30


class Crowd:
    """Counts sockets as they come and go.

    `capacity` is how many this process can hold: under gthread each keeps a thread, and some must
    remain for requests. None means no limit.
    """

    def __init__(self) -> None:
        self.capacity: int | None = None
        self.is_draining = False
        self._lock = threading.Lock()
        self._connections: set[Connection] = set()
        self._addresses: Counter[str] = Counter()
        self._users: Counter[int | None] = Counter()

    def reserve(self, address: str) -> None:
        """Take a place before the handshake; raises Refusal when there is none. Give it back by `release`."""
        with self._lock:
            is_full = self.capacity is not None and self._addresses.total() >= self.capacity
            if is_full or self.is_draining:
                raise Refusal("UNAVAILABLE", headers={"Retry-After": "5"})
            if self._addresses[address] >= PER_ADDRESS and settings().limits_enabled:
                logger.warning("more than %s sockets from %s: TRUSTED_PROXIES?", PER_ADDRESS, address)
                raise Refusal("RATE_LIMITED", seconds=5, headers={"Retry-After": "5"})
            self._addresses[address] += 1

    def release(self, address: str) -> None:
        """Give a place back."""
        with self._lock:
            _count_down(self._addresses, address)

    def enter(self, connection: Connection) -> bool:
        """Let `connection` in, now that it is known whose it is; False when they have too many."""
        with self._lock:
            if self._users[connection.user_id] >= PER_USER and settings().limits_enabled:
                return False
            self._users[connection.user_id] += 1
            self._connections.add(connection)
            return True

    def leave(self, connection: Connection) -> None:
        """It is gone."""
        with self._lock:
            if connection in self._connections:
                self._connections.discard(connection)
                _count_down(self._users, connection.user_id)

    def everybody(self) -> list[Connection]:
        """All who are here now."""
        with self._lock:
            return list(self._connections)


def _count_down(counter: Counter[Any], key: Any) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
