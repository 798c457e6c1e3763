"""All feeds of this process: who follows what, from where on."""

from __future__ import annotations

import threading

from flask import Flask

from ..config import settings
from .audience import is_logged
from .bus import Bus
from .connection import Connection
from .feed import Feed, reload_frame
from .log_reader import MAX_BEHIND, LogReader
from .parcel import Parcel
from .safety_net import SafetyNet

CATCH_UP_ROUNDS = 20
SLOW_READER_SECONDS = 5.0


class Feeds:
    """The feeds that have listeners in this process; bus and safety net start with the first of them."""

    def __init__(self, app: Flask, bus: Bus) -> None:
        self.reader = LogReader(app)
        self._bus = bus
        self._net = SafetyNet(self.reader, self._all)
        self._lock = threading.Lock()
        self._feeds: dict[str, Feed] = {}
        self._has_started = False

    def follow(self, connection: Connection, audience: str, since: int | None = None) -> None:
        """Let `connection` hear `audience` from entry `since` on (default: from now on)."""
        if audience in connection.audiences:
            return
        feed = self._enter(audience)
        connection.audiences.add(audience)
        if feed.last is None:
            feed.begin(self.reader.head(audience) if is_logged(audience) else 0)
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

    def heads(self, connection: Connection) -> dict[str, int]:
        """How far `connection` has been served, by audience."""
        with self._lock:
            feeds = [self._feeds[audience] for audience in connection.audiences if audience in self._feeds]
        return {feed.audience: feed.last or 0 for feed in feeds if is_logged(feed.audience)}

    def deliver(self, audience: str, message: bytes) -> None:
        """What the bus calls with every message."""
        with self._lock:
            feed = self._feeds.get(audience)
        if feed and not feed.deliver(Parcel.unpack(audience, message)):
            self._net.mend_soon({audience})

    def resync(self, audiences: set[str] | None) -> None:
        """What the bus calls when something may be missing (None: everywhere)."""
        self._net.mend_soon(set(self._all()) if audiences is None else audiences)

    def stop(self) -> None:
        """End the threads."""
        self._net.stop()
        self._bus.stop()

    def _all(self) -> dict[str, Feed]:
        with self._lock:
            return dict(self._feeds)

    def _enter(self, audience: str) -> Feed:
        with self._lock:
            if not self._has_started:
                self._has_started = True
                self._bus.start(self.deliver, self.resync)
                self._net.start()
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
        """Fill the hole from the log until the feed can take over; False when it cannot be filled."""
        if since is not None and not self._is_within_reach(feed, since):
            return False
        for _ in range(CATCH_UP_ROUNDS):
            if feed.attach(connection, since):
                return True
            parcels = self.reader.after(feed.audience, since or 0)
            if parcels is None:
                return False
            for parcel in parcels:
                connection.write(parcel.frame(connection.is_api))
            connection.outbox.wait_taken(SLOW_READER_SECONDS)
            since = parcels[-1].seq
            feed.remember(parcels)
        return False

    def _is_within_reach(self, feed: Feed, since: int) -> bool:
        """A client may be ahead of this process, but not of the log: then it remembers another database."""
        head = feed.last or 0
        if since > head:
            head = self.reader.head(feed.audience)
        return since <= head <= since + MAX_BEHIND
