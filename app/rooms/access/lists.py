"""The rooms of one person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from ... import clock
from ...accounts.models import User
from ...db import db
from ..models import Membership, Room


def rooms_of(user: User) -> Select[Room]:
    """Every room that `user` belongs to now: what they may see follows from this one query."""
    return select(Room).join(Membership, Membership.room_id == Room.id).where(*_stands(user), *is_open())


def memberships_of(user: User) -> list[Membership]:
    """The user's standing in each of their open rooms, the liveliest first, rooms and hosts loaded."""
    query = (
        select(Membership)
        .join(Membership.room)
        .where(*_stands(user), *is_open(), Room.kind == "room")
        .options(contains_eager(Membership.room).joinedload(Room.host))
        .order_by(Room.last_active_at.desc(), Room.id.desc())
    )
    return list(db.session.scalars(query))


def history_of(user: User, page: int, size: int = 50) -> tuple[list[Membership], int]:
    """One page (from 1) of every room `user` was ever in, the newest first, and how many there are."""
    query = (
        select(Membership)
        .join(Membership.room)
        .where(Membership.user_id == user.id, Room.kind == "room")
        .options(contains_eager(Membership.room).joinedload(Room.host))
        .order_by(Membership.joined_at.desc(), Membership.id.desc())
    )
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return list(db.session.scalars(query.limit(size).offset((page - 1) * size))), total


def saved_rooms_of(user: User) -> int:
    """How many rooms `user` keeps for good."""
    query = select(func.count(Room.id)).where(Room.owner_id == user.id, Room.is_saved, Room.closed_at.is_(None))
    return db.session.scalar(query) or 0


def is_open() -> tuple[Any, ...]:
    """What is true of rooms that have not ended."""
    return (Room.closed_at.is_(None), Room.expires_at.is_(None) | (Room.expires_at > clock.now()))


def _stands(user: User) -> tuple[Any, ...]:
    return (Membership.user_id == user.id, Membership.left_at.is_(None), Membership.kicked_at.is_(None))
