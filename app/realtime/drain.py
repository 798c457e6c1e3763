"""A process that ends lets its sockets go gently: they come back elsewhere, and not all at once."""

from __future__ import annotations

import random
import threading
import time
from typing import Any
from weakref import WeakSet

from .crowd import Crowd

SECONDS = 1.0
WATCH_SECONDS = 0.2
RESERVE = 16

_crowds: WeakSet[Crowd] = WeakSet()


def install(crowd: Crowd) -> None:
    """Drain `crowd` when this process ends."""
    _crowds.add(crowd)


def is_draining() -> bool:
    """Whether this process is about to end; readiness says no then."""
    return any(crowd.is_draining for crowd in _crowds)


def watch(worker: Any) -> None:
    """For gunicorn's `post_worker_init`: drain as soon as `worker` stops, whatever stopped it.

    SIGTERM, SIGHUP and max_requests all end in `worker.alive` being false. A handler of our own
    would have to start a thread inside of a signal, which gevent does not survive.
    """
    if worker.cfg.worker_class_str == "gthread":
        threads = worker.cfg.threads
        for crowd in _crowds:
            crowd.capacity = max(threads - RESERVE, threads // 2)
    threading.Thread(target=_wait, args=(worker,), name="drain", daemon=True).start()


def drain() -> None:
    """Refuse new sockets and close those that are here, at random moments within a second."""
    for crowd in _crowds:
        crowd.is_draining = True
    connections = [each for crowd in _crowds for each in crowd.everybody()]
    moments = sorted(random.random() * SECONDS for _ in connections)  # noqa: S311
    began = time.monotonic()
    for moment, connection in zip(moments, connections, strict=True):
        time.sleep(max(0.0, began + moment - time.monotonic()))
        connection.hang_up(1012, "restart")


def _wait(worker: Any) -> None:
    while worker.alive:
        time.sleep(WATCH_SECONDS)
    drain()
