"""The safety net under the bus: compares how far the logs have come with what was delivered."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from ..config import settings
from .audience import is_logged
from .feed import Feed
from .log_reader import MAX_BEHIND, LogReader

logger = logging.getLogger(__name__)

SECONDS = 1.0
# Two writers of one process commit in order but may tell in the other: that is not yet a loss.
SETTLE_SECONDS = 0.02
BATCH = 500


class SafetyNet:
    """One thread: once a second one query for all feeds, at once for those known to be torn."""

    def __init__(self, reader: LogReader, feeds: Callable[[], dict[str, Feed]]) -> None:
        self._reader = reader
        self._feeds = feeds
        self._lock = threading.Lock()
        self._torn: set[str] = set()
        self._bell = threading.Event()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to watch."""
        threading.Thread(target=self._watch, name="safety-net", daemon=True).start()

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self._bell.set()

    def mend_soon(self, audiences: set[str]) -> None:
        """Something may be missing here."""
        with self._lock:
            self._torn |= audiences
        self._bell.set()

    def _watch(self) -> None:
        failed = False
        next_round = 0.0
        while not self._stopped.is_set():
            if self._bell.wait(SECONDS):
                self._stopped.wait(SETTLE_SECONDS)
            self._bell.clear()
            try:
                is_due = time.monotonic() >= next_round
                next_round = time.monotonic() + SECONDS if is_due else next_round
                self._compare(everything=is_due)
                failed = False
            except Exception:
                if not failed:
                    logger.exception("the log cannot be read: missed messages wait")
                failed = True

    def _compare(self, *, everything: bool) -> None:
        with self._lock:
            torn, self._torn = self._torn, set()
        feeds = {
            audience: feed
            for audience, feed in self._feeds().items()
            if (everything or audience in torn) and feed.last is not None and is_logged(audience)
        }
        if not settings().catch_up:
            return
        audiences = list(feeds)
        for start in range(0, len(audiences), BATCH):
            for audience, head in self._reader.heads(audiences[start : start + BATCH]).items():
                self._mend(feeds[audience], head)

    def _mend(self, feed: Feed, head: int) -> None:
        last = feed.last or 0
        if head <= last:
            return
        parcels = self._reader.after(feed.audience, last) if head - last <= MAX_BEHIND else None
        if parcels:
            feed.mend(parcels)
        elif feed.last == last:
            feed.skip(head)
