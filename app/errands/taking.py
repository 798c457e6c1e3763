"""Whose errand it is: one runner at a time holds a lease on it, and gives it back, done or not."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select

from .. import clock
from ..db import db
from .rows import Errand

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
# Before the second try, the third, …; the last one is repeated.
WAITS = (2, 10, 60, 300)


@dataclass(frozen=True)
class Taken:
    """An errand that is ours until `until`."""

    id: int
    kind: str
    arguments: list[Any]
    until: datetime


def take(lane: str) -> Taken | None:
    """The errand of this lane that has been due longest; those that came too late are dropped on the way."""
    while (row := _longest_due(lane)) is not None:
        if row.lasts_until > clock.now():
            row.leased_until, row.tries = clock.now() + LEASE, row.tries + 1
            return Taken(row.id, row.kind, json.loads(row.arguments), row.leased_until)
        _drop(row)
    return None


def give_back(taken: Taken) -> None:
    """It is tried again after a while, unless it is of no more use by then."""
    row = db.session.scalar(select(Errand).where(_is_ours(taken)).with_for_update())
    if row is not None:
        row.due_at = clock.now() + timedelta(seconds=WAITS[min(row.tries, len(WAITS)) - 1])
        row.leased_until = None
        if row.due_at >= row.lasts_until:
            _drop(row)


def finish(taken: Taken) -> None:
    """Unless somebody else has it by now, because it took us too long."""
    db.session.execute(delete(Errand).where(_is_ours(taken)), execution_options={"synchronize_session": False})


def lanes_with_work() -> list[str]:
    return list(db.session.scalars(select(Errand.lane).where(_is_due()).distinct()))


def _longest_due(lane: str) -> Errand | None:
    due = select(Errand).where(Errand.lane == lane, _is_due()).order_by(Errand.due_at, Errand.id).limit(1)
    return db.session.scalar(due.with_for_update(skip_locked=True))


def _is_due() -> ColumnElement[bool]:
    now = clock.now()
    return and_(Errand.due_at <= now, or_(Errand.leased_until.is_(None), Errand.leased_until <= now))


def _is_ours(taken: Taken) -> ColumnElement[bool]:
    return and_(Errand.id == taken.id, Errand.leased_until == taken.until)


def _drop(row: Errand) -> None:
    logger.warning("%s%s came to nothing in %s tries", row.kind, row.arguments, row.tries)
    db.session.delete(row)
    db.session.flush()
