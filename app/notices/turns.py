"""Whose turn it is: of all processes, one does what is to be done every so often."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from .. import clock
from ..db import db
from ..log import Meta, transaction


def take_turn(name: str, seconds: float) -> bool:
    """Whether `name` was last done more than `seconds` ago, by anybody; then it counts as done now."""
    key, now = f"turn:{name}", clock.now()
    due = _mark((now - timedelta(seconds=seconds)).timestamp())
    last = db.session.get(Meta, key)
    is_due = last is None or last.value <= due
    db.session.rollback()
    if not is_due:
        return False
    if last is None:
        _begin(key)
    taken = update(Meta).where(Meta.key == key, Meta.value <= due).values(value=_mark(now.timestamp()))
    with transaction():
        done = db.session.execute(taken.returning(Meta.key), execution_options={"synchronize_session": False})
        return done.first() is not None


def _begin(key: str) -> None:
    try:
        with transaction():
            db.session.add(Meta(key=key, value=_mark(0)))
    except IntegrityError:
        return  # somebody else has begun


def _mark(moment: float) -> str:
    """Comparable as text, which the column is."""
    return f"{int(moment):012d}"
