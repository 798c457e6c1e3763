"""Who is in Daily's rooms, as Daily says: hints about our seats, and strangers who are put out."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from .. import clock
from ..calls.actions import leave_call
from ..calls.models import Call, DailyRoom, Participant
from ..calls.providers.daily import api, people
from ..calls.providers.daily.client import Daily
from ..calls.providers.daily.wishes import person_behind
from ..config import settings
from ..db import db
from ..log import transaction
from ..rooms.access import standing_in
from ..rooms.holding import hold
from ..rooms.models import Room

Tabs = dict[str, int]  # sessions at Daily and whose they are


def look(daily: Daily) -> None:
    """Compare what Daily says of every live call with our seats; who has no seat there is put out."""
    there = api.present(daily)
    for room_id, name in _carried():
        tabs = {row["id"]: person_behind(row.get("userId")) for row in there.get(name, [])}
        known = {tab: user_id for tab, user_id in tabs.items() if user_id is not None}
        with transaction():
            strangers = compare(room_id, known)
        for user_id, is_banned in strangers.items():
            people.put_out(daily, room_id, user_id, is_banned)


def compare(room_id: int, tabs: Tabs) -> dict[int, bool]:
    """Note who is who and who has gone; those who have no seat, and whether they were removed from the room."""
    seats = seats_at_daily(room_id)
    for seat in seats:
        if seat.daily_session is not None and seat.daily_session not in tabs:
            see_leaving(seat)
    for tab, user_id in tabs.items():
        see_coming(seats, tab, user_id)
    room, seated = db.session.get_one(Room, room_id), {seat.user_id for seat in seats}
    return {user_id: _was_removed(room, user_id) for user_id in {*tabs.values()} - seated}


def see_coming(seats: list[Participant], tab: str, user_id: int) -> bool:
    """Note which seat that tab belongs to; False where it can be none's."""
    theirs = [seat for seat in seats if seat.user_id == user_id]
    if theirs and all(seat.daily_session != tab for seat in theirs):
        free = next((seat for seat in theirs if seat.daily_session is None), None)
        if free is not None:
            free.daily_session = tab
    return bool(theirs)


def see_leaving(seat: Participant) -> None:
    """Gone at Daily is only a hint while our own line to them lives; with both gone the seat is free at once."""
    seat.daily_session = None
    if seat.expires_at <= clock.now() + timedelta(seconds=settings().departure_grace_seconds):
        leave_call(seat, "lapsed")


def seats_at_daily(room_id: int) -> list[Participant]:
    """The live seats of the room's call, as far as Daily carries it; the room is held from here on."""
    hold(room_id)
    live = (Call.ended_at.is_(None), Call.provider == "daily", Participant.expires_at > clock.now())
    query = select(Participant).join(Call).where(Call.room_id == room_id, *live)
    return list(db.session.scalars(query.order_by(Participant.joined_at, Participant.id)))


def _carried() -> list[tuple[int, str]]:
    query = select(DailyRoom.room_id, DailyRoom.name).join(Call, Call.room_id == DailyRoom.room_id)
    found = [
        (row[0], row[1]) for row in db.session.execute(query.where(Call.ended_at.is_(None), Call.provider == "daily"))
    ]
    db.session.rollback()
    return found


def _was_removed(room: Room, user_id: int) -> bool:
    standing = standing_in(room, user_id)
    return standing is not None and standing.kicked_at is not None
