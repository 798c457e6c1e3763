"""Who is online, by lease: one for each open socket, in Redis where there is one, else in a table."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

from redis.exceptions import RedisError
from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from ..db import db, insert
from ..log import transaction
from .redis_line import Breaker, connect

logger = logging.getLogger(__name__)

Key = tuple[int, str]


class Lease(db.Model):  # type: ignore[name-defined]
    """One open socket of one person, good until it expires."""

    __tablename__ = "leases"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    connection: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Leases(Protocol):
    """What presence needs of a place to keep leases; moments are seconds since 1970."""

    def renew(self, keys: Iterable[Key], expires: float) -> None:
        """Let these (user id, connection id) be good until `expires`."""

    def online(self, user_ids: set[int], now: float, *, fresh: bool = False) -> set[int]:
        """Those of these people who have a lease; `fresh` tolerates no remembered answer."""

    def lapse(self, now: float) -> set[int]:
        """Remove what has expired; the people who thereby went offline, told to one caller only."""


def make_leases(redis_url: str | None) -> Leases:
    """Where this installation keeps its leases."""
    return RedisLeases(redis_url) if redis_url else TableLeases()


class TableLeases:
    """In the database."""

    def renew(self, keys: Iterable[Key], expires: float) -> None:
        rows = [{"user_id": user, "connection": each, "expires_at": _moment(expires)} for user, each in keys]
        if not rows:
            return
        with transaction():
            fresh = insert(Lease)
            good = fresh.on_conflict_do_update(
                index_elements=["user_id", "connection"], set_={"expires_at": fresh.excluded.expires_at}
            )
            db.session.execute(good, rows)

    def online(self, user_ids: set[int], now: float, *, fresh: bool = False) -> set[int]:
        query = select(Lease.user_id).where(Lease.user_id.in_(user_ids), Lease.expires_at > _moment(now))
        return set(db.session.scalars(query.distinct()))

    def lapse(self, now: float) -> set[int]:
        columns = tuple_(Lease.user_id, Lease.connection)
        query = select(Lease.user_id, Lease.connection).where(Lease.expires_at <= _moment(now))
        expired = [tuple(row) for row in db.session.execute(query.limit(500))]
        if not expired:
            db.session.rollback()
            return set()
        with transaction():
            late = delete(Lease).where(columns.in_(expired), Lease.expires_at <= _moment(now))
            gone = set(db.session.scalars(late.returning(Lease.user_id)))
        return gone - self.online(gone, now)


class RedisLeases:
    """In one sorted set of `user|connection`, the score is the moment of expiry."""

    REMEMBERED_SECONDS = 2.0

    def __init__(self, redis_url: str) -> None:
        self._redis = connect(redis_url)
        self._key = "guftagu:presence"
        self._breaker = Breaker()
        self._online: set[int] = set()
        self._asked = 0.0

    def renew(self, keys: Iterable[Key], expires: float) -> None:
        scores = {f"{user}|{connection}": expires for user, connection in keys}
        if scores:
            self._try("zadd", self._key, scores)

    def online(self, user_ids: set[int], now: float, *, fresh: bool = False) -> set[int]:
        if fresh or time.monotonic() - self._asked > self.REMEMBERED_SECONDS:
            members = self._try("zrangebyscore", self._key, f"({now}", "+inf")
            if members is not None:
                self._online = {_user(member) for member in members}
            self._asked = time.monotonic()
        return user_ids & self._online

    def lapse(self, now: float) -> set[int]:
        gone = set()
        for member in self._try("zrangebyscore", self._key, "-inf", now) or []:
            if self._try("zrem", self._key, member):
                gone.add(_user(member))
        return gone - self.online(gone, now, fresh=True) if gone else gone

    def _try(self, command: str, *args: object) -> Any:
        """None when Redis does not answer: presence heals with the next renewal."""
        if not self._breaker.is_closed():
            return None
        try:
            return getattr(self._redis, command)(*args)
        except (RedisError, OSError) as error:
            self._breaker.trip()
            logger.warning("presence is not kept for a moment: %s", error)
            return None


def _user(member: bytes) -> int:
    return int(member.partition(b"|")[0])


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
