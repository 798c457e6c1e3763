"""Reads from the log what the bus did not bring, drawn anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from .. import log
from ..db import is_writing
from .broadcast import parcel_of
from .parcel import Parcel

MAX_BEHIND = 1000


class LogReader:
    """Uses a database session of its own, given back each time: the caller's may see an older state."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def heads(self, audiences: list[str]) -> dict[str, int]:
        """How far these logs have come, in one query."""
        with self._reading():
            return log.heads(audiences)

    def head(self, audience: str) -> int:
        """How far this log has come."""
        return self.heads([audience])[audience]

    def after(self, audience: str, since: int) -> list[Parcel] | None:
        """The messages right after entry `since`, at most MAX_BEHIND; None where the log has them no more."""
        with self._reading():
            parcels = [parcel_of(entry, entry.event()) for entry in log.entries(audience, since, MAX_BEHIND)]
        return parcels if parcels and parcels[0].seq == since + 1 else None

    def missed(self, audience: str, since: int | None) -> tuple[list[Parcel] | None, int]:
        """What came after `since`, and the head; None when it is too much to tell one by one."""
        head = self.head(audience)
        if since is None or since == head:
            return [], head
        return (self.after(audience, since) if 0 < head - since <= MAX_BEHIND else None), head

    @contextmanager
    def _reading(self) -> Iterator[None]:
        writing = is_writing.set(False)
        try:
            with self._app.app_context():
                yield
        finally:
            is_writing.reset(writing)
