"""All feeds of this process: who follows what, and the safety net under the bus.

The bus may lose messages; about once a second one query compares how far the logs have come with
what was delivered, and what is missing is read from there.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from .. import log
from ..config import settings
from ..db import is_writing
from .audience import is_logged
from .broadcast import parcel_of
from .bus import Bus
from .connection import Connection
from .feed import Feed, reload_frame
from .parcel import Parcel

logger = logging.getLogger(__name__)

MAX_BEHIND = 1000
NET_SECONDS = 1.0
# Two writers of one process commit in order but may tell in the other: that is not yet a loss.
SETTLE_SECONDS = 0.02
CATCH_UP_ROUNDS = 20
SLOW_READER_SECONDS = 5.0
BATCH = 500


class Feeds:
    """The feeds that have listeners in this process; its thread starts with the first of them."""

    def __init__(self, app: Flask, bus: Bus) -> None:
        self._app = app
        self._bus = bus
        self._lock = threading.Lock()
        self._feeds: dict[str, Feed] = {}
        self._torn: set[str] = set()
        self._bell = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def follow(self, connection: Connection, audience: str, since: int | None = None) -> None:
        """Let `connection` hear `audience` from entry `since` on (default: from now on)."""
        if audience in connection.audiences:
            return
        feed = self._enter(audience)
        connection.audiences.add(audience)
        if feed.last is None:
            feed.begin(self._heads([audience])[audience])
        if not settings().catch_up:
            since = None
        if not self._catch_up(feed, connection, since):
            connection.write(reload_frame(audience, "behind"))
            feed.attach(connection, None)

    def unfollow(self, connection: Connection, audience: str) -> None:
        """Let `connection` hear `audience` no more."""
        with self._lock:
            feed = self._feeds.get(audience)
            if feed is None or audience not in connection.audiences:
                return
            connection.audiences.discard(audience)
        feed.detach(connection)
        self._leave(feed)

    def forget(self, connection: Connection) -> None:
        """The connection is gone."""
        for audience in list(connection.audiences):
            self.unfollow(connection, audience)

    def missed(self, audience: str, since: int | None) -> tuple[list[Parcel] | None, int]:
        """What came after `since`, and the head; None when it is too much to tell one by one."""
        head = self._heads([audience])[audience]
        if since is None or since == head:
            return [], head
        parcels = self._read(audience, since) if 0 < head - since <= MAX_BEHIND else []
        return (parcels if parcels and parcels[0].seq == since + 1 else None), head

    def heads(self, connection: Connection) -> dict[str, int]:
        """How far `connection` has been served, by audience."""
        with self._lock:
            feeds = [self._feeds.get(audience) for audience in connection.audiences]
        return {feed.audience: feed.last or 0 for feed in feeds if feed and is_logged(feed.audience)}

    def deliver(self, audience: str, message: bytes) -> None:
        """What the bus calls with every message."""
        with self._lock:
            feed = self._feeds.get(audience)
        if feed and not feed.deliver(Parcel.unpack(audience, message)):
            self.resync({audience})

    def resync(self, audiences: set[str] | None) -> None:
        """What the bus calls when something may be missing (None: everywhere)."""
        with self._lock:
            self._torn |= set(self._feeds) if audiences is None else audiences
        self._bell.set()

    def stop(self) -> None:
        """End the thread and the bus."""
        self._stopped.set()
        self._bell.set()
        self._bus.stop()

    def _enter(self, audience: str) -> Feed:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="feeds", daemon=True)
                self._thread.start()
                self._bus.start(self.deliver, self.resync)
            feed = self._feeds.get(audience)
            if feed is None:
                feed = self._feeds[audience] = Feed(audience, waits=settings().catch_up)
                self._bus.subscribe(audience)
            feed.users += 1
            return feed

    def _leave(self, feed: Feed) -> None:
        with self._lock:
            feed.users -= 1
            if not feed.users:
                del self._feeds[feed.audience]
                self._bus.unsubscribe(feed.audience)

    def _catch_up(self, feed: Feed, connection: Connection, since: int | None) -> bool:
        """Fill the hole from the log until the feed can take over; False when it is too long."""
        head = feed.last or 0
        if since is not None and since > head:
            head = self._heads([feed.audience])[feed.audience]
            if since > head:
                return False  # the client remembers what this database has never had
        if since is not None and head - since > MAX_BEHIND:
            return False
        for _ in range(CATCH_UP_ROUNDS):
            if feed.attach(connection, since):
                return True
            parcels = self._read(feed.audience, since or 0)
            if not parcels or parcels[0].seq != (since or 0) + 1:
                return False
            for parcel in parcels:
                connection.write(parcel.frame(connection.is_api))
            connection.outbox.wait_taken(SLOW_READER_SECONDS)
            since = parcels[-1].seq
            feed.remember(parcels)
        return False

    def _watch(self) -> None:
        """The safety net: once a second everything, at once whatever is known to be torn."""
        failed = False
        compared = 0.0
        while not self._stopped.is_set():
            if self._bell.wait(NET_SECONDS):
                self._stopped.wait(SETTLE_SECONDS)
            self._bell.clear()
            try:
                if time.monotonic() - compared >= NET_SECONDS:
                    compared = time.monotonic()
                    self._compare(self._all())
                else:
                    self._compare(self._taken_torn())
                failed = False
            except Exception:
                if not failed:
                    logger.exception("the log cannot be read: missed messages wait")
                failed = True

    def _all(self) -> set[str]:
        with self._lock:
            self._torn.clear()
            return {audience for audience, feed in self._feeds.items() if feed.last is not None}

    def _taken_torn(self) -> set[str]:
        with self._lock:
            torn, self._torn = self._torn, set()
            return torn & set(self._feeds)

    def _compare(self, audiences: set[str]) -> None:
        if not settings().catch_up:
            return
        logged = [audience for audience in audiences if is_logged(audience)]
        for start in range(0, len(logged), BATCH):
            for audience, head in self._heads(logged[start : start + BATCH]).items():
                with self._lock:
                    feed = self._feeds.get(audience)
                if feed and feed.last is not None and head > feed.last:
                    self._mend(feed, head)

    def _mend(self, feed: Feed, head: int) -> None:
        last = feed.last or 0
        parcels = self._read(feed.audience, last) if head - last <= MAX_BEHIND else []
        if parcels and parcels[0].seq == last + 1:
            feed.mend(parcels)
        elif feed.last == last:
            feed.skip(head)

    def _read(self, audience: str, since: int) -> list[Parcel]:
        with self._reading():
            return [parcel_of(entry, entry.event()) for entry in log.entries(audience, since, MAX_BEHIND)]

    def _heads(self, audiences: list[str]) -> dict[str, int]:
        with self._reading():
            return log.heads(audiences)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """A database session of its own, given back at the end: the caller's may see an older state."""
        writing = is_writing.set(False)
        try:
            with self._app.app_context():
                yield
        finally:
            is_writing.reset(writing)
