"""Who is here: every open socket holds a lease, renewed by the process that holds the socket.

Coming is told at once. Leaving is told after a grace, so that a reload is not a departure; a
process that dies renews nothing, and its leases run out.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, current_app

from .. import clock
from ..config import settings
from ..db import db
from .connection import Connection
from .crowd import Crowd
from .identity import ended_sessions
from .leases import make_leases

logger = logging.getLogger(__name__)

OnPresence = Callable[[int, bool], None]
OnRenewal = Callable[[list[Connection]], None]
OnDeparture = Callable[[Connection], None]
_on_presence: list[OnPresence] = []
_on_renewal: list[OnRenewal] = []
_on_departure: list[OnDeparture] = []


def on_presence(listener: OnPresence) -> OnPresence:
    """Call `fn(user_id, online)` when somebody comes online or has gone; perhaps twice, never not."""
    _on_presence.append(listener)
    return listener


def on_renewal(listener: OnRenewal) -> OnRenewal:
    """Call `fn(connections)` with all sockets of this process whenever their leases are renewed."""
    _on_renewal.append(listener)
    return listener


def on_departure(listener: OnDeparture) -> OnDeparture:
    """Call `fn(connection)` when a socket is gone; not when this process ends, for then it returns."""
    _on_departure.append(listener)
    return listener


def online(user_ids: Iterable[int]) -> set[int]:
    """Those of these people who are online."""
    keeper: Keeper = current_app.extensions["presence"]
    asked = set(user_ids)
    return keeper.leases.online(asked, _now()) if asked else asked


def install(app: Flask, crowd: Crowd) -> None:
    """Keep presence for `app`; the thread starts with the first socket."""
    app.extensions["presence"] = Keeper(app, crowd)


def arrive(connection: Connection) -> None:
    """A socket is open and known."""
    current_app.extensions["presence"].arrive(connection)


def depart(connection: Connection) -> None:
    """A socket is gone."""
    current_app.extensions["presence"].depart(connection)


class Keeper:
    """The thread that renews leases, notices those that ran out, and ends sockets of ended sessions."""

    def __init__(self, app: Flask, crowd: Crowd) -> None:
        self.leases = make_leases(settings().redis_url)
        self._app = app
        self._crowd = crowd
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def arrive(self, connection: Connection) -> None:
        """The lease of a new socket; tell if it is the person's only one."""
        self._start()
        user_id = connection.user_id or 0
        with self._app.app_context():
            was_online = self.leases.online({user_id}, _now(), fresh=True)
            self.leases.renew([(user_id, connection.id)], _now() + settings().seat_lease_seconds)
            if not was_online:
                _tell(_on_presence, user_id, True)

    def depart(self, connection: Connection) -> None:
        """What remains of the lease is the grace in which a reload comes back."""
        if self._crowd.is_draining:
            return
        with self._app.app_context():
            key = (connection.user_id or 0, connection.id)
            _attempt(self.leases.renew, [key], _now() + settings().departure_grace_seconds)
            _tell(_on_departure, connection)

    def renew(self) -> bool:
        """All sockets of this process, in one write; False when something of it failed."""
        connections = self._crowd.everybody()
        if not connections:
            return True
        keys = [(each.user_id or 0, each.id) for each in connections]
        renewed = _attempt(self.leases.renew, keys, _now() + settings().seat_lease_seconds)
        renewed &= _tell(_on_renewal, connections)
        return _attempt(self._end_ended, connections) and renewed

    def sweep(self) -> None:
        """Tell who has gone."""
        for user_id in self.leases.lapse(_now()):
            _tell(_on_presence, user_id, False)

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()

    def _end_ended(self, connections: list[Connection]) -> None:
        ended = ended_sessions({each.session_id for each in connections if each.session_id is not None})
        for each in connections:
            if each.session_id in ended:
                each.hang_up(4401, "signed out")

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="presence", daemon=True)
                self._thread.start()

    def _keep(self) -> None:
        interval = settings().seat_lease_seconds / 3
        tick = min(2.0, max(0.2, settings().departure_grace_seconds / 5))
        next_renewal = time.monotonic() + interval
        while not self._stopped.wait(tick):
            with self._app.app_context():
                if time.monotonic() >= next_renewal:
                    # A database that comes back hears of everybody before their seats are given up.
                    next_renewal = time.monotonic() + (interval if self.renew() else 0)
                _attempt(self.sweep)


def _now() -> float:
    return clock.now().timestamp()


def _tell(listeners: Iterable[Callable[..., None]], *args: Any) -> bool:
    succeeded = [_attempt(listener, *args) for listener in listeners]
    return all(succeeded)


def _attempt(step: Callable[..., None], *args: Any) -> bool:
    """One step that fails is logged and stops no other."""
    try:
        step(*args)
    except Exception:
        logger.exception("%s failed", step.__qualname__)
        db.session.rollback()
        return False
    return True
