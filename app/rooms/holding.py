"""Rooms held: whoever changes something of a room locks its row first, so that nobody decides on what was true before.

One order for everybody, in which nobody can wait for somebody who waits for them: a device (its
session), rooms by their id, then people, knocks, calls and participants, and last the heads of the logs.
"""

from __future__ import annotations

from sqlalchemy import Select, select

from ..db import db, is_writing
from .models import Room


def hold(*room_ids: int) -> None:
    """Keep these rooms' rows until the transaction ends, and read them anew; SQLite has one lock for everything."""
    if is_writing.get():
        db.session.scalars(held(select(Room).where(Room.id.in_(room_ids)).order_by(Room.id))).all()


def held(query: Select[Room]) -> Select[Room]:
    """`query` as it is asked inside a transaction, outside as it is.

    Not FOR UPDATE: who adds a message to the room need not wait.
    """
    if not is_writing.get():
        return query
    return query.with_for_update(of=Room, key_share=True).execution_options(populate_existing=True)
