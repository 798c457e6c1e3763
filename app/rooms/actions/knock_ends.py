"""Knocks that nobody answers any more: those behind whom nobody is, those at closed rooms, and old ones."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func

from ... import clock
from ...db import db
from ..holding import hold
from ..knocks import waiting_in
from ..models import Knock, Room
from .knock_rows import end_as

KEPT = timedelta(days=1)  # longer than an admission is good for


def expire_knock(knock_id: int) -> None:
    """Nobody is behind this knock any more, as far as one can tell."""
    found = db.session.get(Knock, knock_id, with_for_update={"of": Knock})
    if found is not None and found.state == "waiting":
        end_as(found, "expired", None)


def end_knocks_in(room: Room) -> None:
    """The room is over: there is nothing to wait for."""
    hold(room.id)
    for each in waiting_in(room):
        end_as(each, "expired", None, how="closed")


def forget_old_knocks() -> None:
    """Those that were answered or given up long ago; who waits is never forgotten."""
    heard = func.coalesce(Knock.answered_at, Knock.seen_at)
    db.session.execute(delete(Knock).where(Knock.state != "waiting", heard < clock.now() - KEPT))
