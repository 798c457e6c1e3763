"""Finders of knocks: who waits at the door of a room, and who was let in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from .. import clock
from ..accounts.models import User
from ..db import db
from .models import HOSTS, Knock, Membership, Room

PATIENCE = timedelta(minutes=5)  # without a sign of life from the page that waits
AWAY = timedelta(seconds=10)  # once that page has said that it goes: as long as a reload may take
ADMISSION = timedelta(hours=1)
AFTER_A_NO = timedelta(seconds=60)


def waiting_in(room: Room) -> list[Knock]:
    """Everybody at the door of `room`, who came first on top."""
    query = select(Knock).where(Knock.room_id == room.id, Knock.state == "waiting").options(joinedload(Knock.user))
    return list(db.session.scalars(query.order_by(Knock.created_at, Knock.id)))


def waiting_counts(room_ids: Iterable[int]) -> dict[int, int]:
    """How many are at the door of each of these rooms; rooms at which nobody waits are left out."""
    query = select(Knock.room_id, func.count()).where(Knock.room_id.in_([*room_ids]), Knock.state == "waiting")
    return {room_id: number for room_id, number in db.session.execute(query.group_by(Knock.room_id))}


def knock_in(room: Room, knock_id: int) -> Knock | None:
    """One knock at the door of this very room, answered ones included."""
    query = select(Knock).where(Knock.id == knock_id, Knock.room_id == room.id)
    return db.session.scalar(query.options(joinedload(Knock.user), joinedload(Knock.answered_by)))


def last_knock(room: Room, user: User | None) -> Knock | None:
    """The newest knock of `user` at the door of `room`, whatever became of it."""
    if user is None:
        return None
    query = select(Knock).where(Knock.room_id == room.id, Knock.user_id == user.id)
    return db.session.scalars(query.order_by(Knock.id.desc()).limit(1)).first()


def admission_for(room: Room, user: User | None) -> Knock | None:
    """The knock by which a host let `user` in and which has not been used yet."""
    knock = last_knock(room, user)
    if knock is None or knock.state != "admitted" or knock.answered_at is None:
        return None
    return knock if knock.answered_at > clock.now() - ADMISSION else None


def wait_after_a_no(last: Knock | None) -> int:
    """For how many seconds whose last knock this is may not ask again; 0 where they may."""
    if last is None or last.state != "declined" or last.answered_at is None:
        return 0
    return max(0, round((last.answered_at + AFTER_A_NO - clock.now()).total_seconds()))


def admissions_open(room: Room) -> int:
    """How many were let in and are on their way to a seat."""
    since = clock.now() - timedelta(minutes=1)
    query = select(Knock.id).where(Knock.room_id == room.id, Knock.state == "admitted", Knock.answered_at > since)
    return len(db.session.scalars(query).all())


def hosts_of(room: Room) -> tuple[int, ...]:
    """The ids of everybody who may answer at the door."""
    query = select(Membership.user_id).where(
        Membership.room_id == room.id,
        Membership.role.in_(HOSTS),
        Membership.left_at.is_(None),
        Membership.kicked_at.is_(None),
    )
    return tuple(sorted(db.session.scalars(query)))


def waiting_for(user_id: int) -> list[int]:
    """The ids of the knocks with which this person waits, at whatever doors."""
    return list(db.session.scalars(select(Knock.id).where(Knock.user_id == user_id, Knock.state == "waiting")))


def given_up() -> list[int]:
    """The ids of knocks whose page has not been heard of for long."""
    query = select(Knock.id).where(Knock.state == "waiting", Knock.seen_at <= clock.now() - PATIENCE)
    return list(db.session.scalars(query.limit(200)))
