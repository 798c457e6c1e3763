"""Who is inside: finders of live calls and participants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from .. import clock
from ..db import db
from ..errors import Refusal
from ..rooms.models import Room
from .models import Call, Participant


def live_call(room: Room) -> Call | None:
    """The one call that is going on in `room`, if any."""
    return db.session.scalar(select(Call).where(Call.room_id == room.id, Call.ended_at.is_(None)))


def inside(room: Room) -> list[Participant]:
    """Every live participant of the room's call (tabs, the reserved seats included), the longest first."""
    query = _live().where(Call.room_id == room.id).options(joinedload(Participant.user))
    return list(db.session.scalars(query.order_by(Participant.joined_at, Participant.id)))


def seats_taken(room: Room) -> int:
    """How many different people are inside."""
    return seat_counts([room.id]).get(room.id, 0)


def seat_counts(room_ids: Iterable[int]) -> dict[int, int]:
    """People inside by room id, in one query; rooms with nobody inside are absent."""
    query = (
        select(Call.room_id, func.count(func.distinct(Participant.user_id)))
        .join(Participant, Participant.call_id == Call.id)
        .where(Call.room_id.in_(list(room_ids)), Call.ended_at.is_(None), Participant.expires_at > clock.now())
        .group_by(Call.room_id)
    )
    return {room_id: count for room_id, count in db.session.execute(query)}


def people_inside(room_ids: Iterable[int]) -> dict[int, list[Participant]]:
    """One participant per person inside, by room id, in one query."""
    query = _live().add_columns(Call.room_id).where(Call.room_id.in_(list(room_ids)))
    found: dict[int, dict[int, Participant]] = defaultdict(dict)
    for participant, room_id in db.session.execute(query.order_by(Participant.joined_at)):
        found[room_id].setdefault(participant.user_id, participant)
    return {room_id: list(people.values()) for room_id, people in found.items()}


def seat_of(session_id: int | None, room: Room) -> Participant | None:
    """The live seat that one session (device) has in `room`; None for no session."""
    if session_id is None:
        return None
    query = _live().where(Call.room_id == room.id, Participant.session_id == session_id)
    return db.session.scalars(query.order_by(Participant.joined_at.desc()).limit(1)).first()


def is_inside(user_id: int, room: Room) -> bool:
    """Whether this person has any live seat in `room`."""
    query = _live().where(Call.room_id == room.id, Participant.user_id == user_id)
    return db.session.scalar(query.limit(1)) is not None


def rooms_with(user_id: int) -> list[Room]:
    """The rooms in which this person is right now."""
    query = select(Room).join(Call, Call.room_id == Room.id).join(Participant, Participant.call_id == Call.id)
    live = (Call.ended_at.is_(None), Participant.expires_at > clock.now())
    return list(db.session.scalars(query.where(Participant.user_id == user_id, *live).distinct()))


def hand_of(room: Room, user_id: int) -> datetime | None:
    """Since when a person inside `room` has a hand raised; None while it is down."""
    query = _live().where(Call.room_id == room.id, Participant.user_id == user_id)
    return db.session.scalar(query.with_only_columns(func.min(Participant.hand_raised_at)))


def participant_in(room_id: int, participant_id: str) -> Participant:
    """A live participant of that room's call; MEMBER_NOT_FOUND otherwise."""
    query = _live().where(Call.room_id == room_id, Participant.id == participant_id)
    found = db.session.scalars(query.options(joinedload(Participant.call))).first()
    if found is None:
        raise Refusal("MEMBER_NOT_FOUND")
    return found


def lapsed() -> list[str]:
    """The ids of participants whose lease has run out."""
    query = select(Participant.id).where(Participant.expires_at <= clock.now())
    return list(db.session.scalars(query.limit(200)))


def _live() -> Select[Participant]:
    return (
        select(Participant)
        .join(Call, Call.id == Participant.call_id)
        .where(Call.ended_at.is_(None), Participant.expires_at > clock.now())
    )


def known_participants(ids: Iterable[str]) -> set[str]:
    """Those of these that there still are."""
    return set(db.session.scalars(select(Participant.id).where(Participant.id.in_(list(ids)))))
