"""Carries finished messages between the sockets of one process; `redis_bus.py` between several.

A bus may lose messages and says so as far as it knows (`resync`); the log heals what it lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

NEVER = float("-inf")

Deliver = Callable[[str, bytes], None]
Resync = Callable[[set[str] | None], None]


class Bus(Protocol):
    """What the feeds need of a bus.

    `troubled_at` is the last moment (monotonic seconds) at which it knew of a break: of what came before,
    the fleeting may be lost, for no log has it.
    """

    troubled_at: float

    def publish(self, audience: str, message: bytes) -> None:
        """Tell every process that has subscribed; never raises and never waits long."""

    def subscribe(self, audience: str) -> None:
        """Hear `audience` from now on; `resync` is called when that is certain."""

    def unsubscribe(self, audience: str) -> None:
        """Hear it no more."""

    def start(self, deliver: Deliver, resync: Resync) -> None:
        """Begin to deliver; `resync` names audiences of which something may be missed (None: all)."""

    def stop(self) -> None:
        """End; nothing is delivered afterwards."""


class MemoryBus:
    """Delivers in the caller's thread, within one process."""

    troubled_at = NEVER

    def __init__(self) -> None:
        self._audiences: set[str] = set()
        self._deliver: Deliver | None = None

    def publish(self, audience: str, message: bytes) -> None:
        if self._deliver and audience in self._audiences:
            self._deliver(audience, message)

    def subscribe(self, audience: str) -> None:
        self._audiences.add(audience)

    def unsubscribe(self, audience: str) -> None:
        self._audiences.discard(audience)

    def start(self, deliver: Deliver, resync: Resync) -> None:
        self._deliver = deliver

    def stop(self) -> None:
        self._deliver = None
