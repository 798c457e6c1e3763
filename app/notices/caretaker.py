"""What time itself brings about: lapsed seats, missing hosts, rooms whose day is over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from .. import clock
from ..calls import access as calls
from ..calls.actions import lapse
from ..config import settings
from ..db import db
from ..errands import wake_for_due
from ..log import in_transaction
from ..rooms.access import standing_in
from ..rooms.actions import expire_room, succeed_host, touch
from ..rooms.holding import hold
from ..rooms.models import Room

logger = logging.getLogger(__name__)
INTERVAL = 1.0
# Where nothing was heard of the database for so long, leases may have run out whose sockets live on:
# they are renewed first, which every process does within some two seconds.
LATE = timedelta(seconds=10)
REST = timedelta(seconds=5)
Round = Callable[[], None]
_rounds: list[Round] = []


def on_round(step: Round) -> Round:
    """Call `step()` in every round; it opens its own transactions, and waits for nobody outside."""
    _rounds.append(step)
    return step


def install(app: Flask) -> None:
    """Keep the round for `start`, which serving processes call; tests and the command line do not."""
    app.extensions["caretaker"] = Caretaker(app)


def start(app: Flask) -> None:
    """Walk the round once a second in this process. Several processes may: every step asks again."""
    app.extensions["caretaker"].start()


def tend() -> None:
    """One round; each step is a transaction of its own, and one that fails stops no other."""
    for participant_id in calls.lapsed():
        _try(lapse, participant_id)
    for room_id in _rooms_without_host():
        _try(_succeed, room_id)
    for room_id in _rooms_past_their_time():
        _try(_expire, room_id)
    for step in (wake_for_due, *_rounds):
        try:
            step()
        except Exception:
            logger.exception("%s failed", step.__qualname__)
            db.session.rollback()


class Recovery:
    """From a database that was away, or a machine that slept; asked in every round that finds the database there."""

    def __init__(self, now: datetime) -> None:
        self._there_at = self._over_at = now

    def is_over(self, now: datetime) -> bool:
        """Whether everybody had the time to renew what they still need."""
        if now - self._there_at > LATE:
            self._over_at = now + REST
        self._there_at = now
        return now >= self._over_at


class Caretaker:
    """The thread that walks the round."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._walk, name="caretaker", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    def _walk(self) -> None:
        recovery = Recovery(clock.now())
        while not self._stopped.wait(INTERVAL):
            try:
                with self.app.app_context():
                    # Raises, or waits, while the database is away.
                    db.session.execute(select(1))
                    db.session.rollback()
                    if recovery.is_over(clock.now()):
                        tend()
            except Exception:
                logger.exception("the caretaker stumbled")


def _try(step: Callable[..., None], key: int | str) -> None:
    try:
        in_transaction(step, key)
    except Exception:
        logger.exception("%s failed on %s", step.__qualname__, key)


def _succeed(room_id: int) -> None:
    hold(room_id)
    room = db.session.get_one(Room, room_id)
    if room.host_absent_since is None or room.host_absent_since > _patience_ends() or room.closed_at is not None:
        return
    people = dict.fromkeys(participant.user_id for participant in calls.inside(room))
    standings = [standing_in(room, user_id) for user_id in people]
    succeed_host(room, [standing for standing in standings if standing is not None])


def _expire(room_id: int) -> None:
    hold(room_id)
    room = db.session.get_one(Room, room_id)
    if calls.seats_taken(room):
        touch(room)
    else:
        expire_room(room_id)


def _rooms_without_host() -> list[int]:
    """Rooms that waited long enough for their host and have somebody inside to take over."""
    query = select(Room.id).where(Room.host_absent_since <= _patience_ends(), Room.closed_at.is_(None))
    waiting = list(db.session.scalars(query.limit(200)))
    counts = calls.seat_counts(waiting)
    db.session.rollback()
    return [room_id for room_id in waiting if counts.get(room_id)]


def _patience_ends() -> datetime:
    return clock.now() - timedelta(seconds=settings().host_grace_seconds)


def _rooms_past_their_time() -> list[int]:
    query = select(Room.id).where(Room.expires_at <= clock.now(), Room.closed_at.is_(None))
    return list(db.session.scalars(query.limit(200)))
