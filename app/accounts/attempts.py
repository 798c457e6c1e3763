"""Guessing passwords gets slower: failures are counted per account and per address."""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from .. import clock
from ..config import settings
from ..db import db, insert
from ..errors import Refusal
from .models import Attempt

# How many are free, and the longest wait; each further failure doubles the wait from one second.
FREE = {"account": 5, "address": 20}
LONGEST = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(hours=12)


def begin_attempt(name: str, address: str) -> None:
    """Count a try for `name` (as typed) from `address` before it is made, so that many at once are counted too.

    Raises RATE_LIMITED with `seconds` and Retry-After. Unknown names are counted like known ones.
    """
    if not settings().limits_enabled:
        return
    rows = [_locked(key) for key in _keys(name, address)]
    waits = [row.blocked_until - clock.now() for row in rows if row.blocked_until is not None]
    seconds = math.ceil(max((wait.total_seconds() for wait in waits), default=0))
    if seconds > 0:
        raise Refusal("RATE_LIMITED", seconds=seconds, headers={"Retry-After": str(seconds)})
    for row in rows:
        row.failures += 1
        row.last_at = clock.now()
        row.blocked_until = _blocked_until(row)
    db.session.flush()


def end_attempt(name: str, address: str) -> None:
    """It succeeded: the account starts anew, the address has one failure fewer."""
    if not settings().limits_enabled:
        return
    account, place = (_locked(key) for key in _keys(name, address))
    db.session.delete(account)
    place.failures = max(0, place.failures - 1)
    place.blocked_until = _blocked_until(place)
    db.session.flush()


def forget_old_attempts() -> None:
    """Nothing waits for them any more."""
    db.session.execute(delete(Attempt).where(Attempt.last_at < clock.now() - FORGOTTEN_AFTER))


def _keys(name: str, address: str) -> tuple[str, str]:
    """Hashed: people type their password into the wrong field."""
    digest = hashlib.sha256(name.strip().casefold().encode("utf-8", "replace")).hexdigest()
    return f"account:{digest[:32]}", f"address:{address}"


def _locked(key: str) -> Attempt:
    """The row of `key`, made where it is missing, ours until the transaction ends."""
    fresh = {"key": key, "failures": 0, "last_at": clock.now()}
    db.session.execute(insert(Attempt).values(**fresh).on_conflict_do_nothing(index_elements=["key"]))
    row = db.session.scalars(select(Attempt).where(Attempt.key == key).with_for_update()).one()
    if row.last_at < clock.now() - FORGOTTEN_AFTER:
        row.failures, row.blocked_until = 0, None
    return row


def _blocked_until(row: Attempt) -> datetime | None:
    over = row.failures - FREE[row.key.partition(":")[0]]
    if over < 0:
        return None
    return row.last_at + min(LONGEST, timedelta(seconds=2 ** min(over, 20)))
