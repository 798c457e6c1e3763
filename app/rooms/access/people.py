"""Who belongs to a room that was found already, or did."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from ...accounts.access import acquaintance
from ...accounts.models import User
from ...db import db
from ...errors import Refusal
from ..models import Membership, Room
from .lists import is_open


def member_of(room: Room, user_id: int) -> Membership:
    """Another person's standing in a room already authorized; MEMBER_NOT_FOUND where they have none."""
    standing = standing_in(room, user_id)
    if standing is None or not standing.is_current:
        raise Refusal("MEMBER_NOT_FOUND")
    return standing


def standing_in(room: Room, user_id: int) -> Membership | None:
    """The row itself, left and kicked ones included."""
    return db.session.scalar(select(Membership).where(Membership.room_id == room.id, Membership.user_id == user_id))


def members_of(room: Room) -> list[Membership]:
    """Everybody who belongs to `room` now, by standing and then by when they came."""
    query = (
        select(Membership)
        .where(Membership.room_id == room.id, Membership.left_at.is_(None), Membership.kicked_at.is_(None))
        .options(joinedload(Membership.user))
        .order_by(Membership.joined_at, Membership.id)
    )
    return list(db.session.scalars(query))


def kicked_from(room: Room) -> list[Membership]:
    """Everybody who was removed from `room` and has not been forgiven."""
    query = select(Membership).where(Membership.room_id == room.id, Membership.kicked_at.is_not(None))
    return list(db.session.scalars(query.options(joinedload(Membership.user)).order_by(Membership.kicked_at)))


@acquaintance
def share_a_room(user: User, other: User) -> bool:
    """Whether both belong to one open room: then they may see each other's card and ask for friendship."""
    mine, theirs = aliased(Membership), aliased(Membership)
    query = (
        select(mine.id)
        .join(theirs, theirs.room_id == mine.room_id)
        .join(Room, Room.id == mine.room_id)
        .where(*is_open(), mine.user_id == user.id, theirs.user_id == other.id)
        .where(mine.left_at.is_(None), mine.kicked_at.is_(None), theirs.left_at.is_(None), theirs.kicked_at.is_(None))
    )
    return db.session.scalar(query.limit(1)) is not None
