"""What is to be done elsewhere after a commit: one after the other, in a thread that holds nobody up.

An errand that is lost (the process ends, the other side is down) is not repeated here: the rounds of
the caretaker compare what is with what should be, and send it again.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

from ..db import db

logger = logging.getLogger(__name__)
Errand = Callable[..., None]


def install(app: Flask) -> None:
    """Keep the errands of `app`; the thread starts with the first one, but not in tests."""
    app.extensions["errands"] = Errands(app)


def send(errand: Errand, *args: Any) -> None:
    """Do `errand(*args)` soon, outside of any request."""
    current_app.extensions["errands"].put(errand, args)


def run_all() -> None:
    """Do everything that waits, and what follows from it, here and now: for tests, which have no thread."""
    current_app.extensions["errands"].run_all()


class Errands:
    """The queue, and the thread that works it off."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._waiting: queue.Queue[tuple[Errand, tuple[Any, ...]]] = queue.Queue()
        self._known: set[tuple[Errand, tuple[Any, ...]]] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, errand: Errand, args: tuple[Any, ...]) -> None:
        """Each looks anew at what is to be done when its turn comes: of the same that waits already one is enough."""
        with self._lock:
            if (errand, args) not in self._known:
                self._known.add((errand, args))
                self._waiting.put((errand, args))
        if not self.app.testing:
            self.start()

    def start(self) -> None:
        """Begin to work the queue off, if nobody does."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="errands", daemon=True)
                self._thread.start()

    def run_all(self) -> None:
        while not self._waiting.empty():
            _do(*self._next())

    def _work(self) -> None:
        while True:
            errand, args = self._next()
            try:
                with self.app.app_context():
                    _do(errand, args)
                    db.session.remove()
            except Exception:
                # Not even the session could be given back: the next errand gets a fresh one.
                logger.exception("the errands stumbled")

    def _next(self) -> tuple[Errand, tuple[Any, ...]]:
        """The one that has waited longest; the same may be asked for again as soon as it is begun."""
        found = self._waiting.get()
        with self._lock:
            self._known.discard(found)
        return found


def _do(errand: Errand, args: tuple[Any, ...]) -> None:
    try:
        errand(*args)
    except Exception:
        logger.exception("the errand %s%s came to nothing", errand.__name__, args)
        db.session.rollback()
