"""Who is in Daily's rooms, as Daily says: hints about our seats, and strangers who are put out."""

from __future__ import annotations

import logging

from sqlalchemy import select

from .. import clock
from ..calls.models import Call, DailyRoom, Participant
from ..calls.providers.daily import api, people
from ..calls.providers.daily.client import Daily
from ..calls.providers.daily.trouble import Refused
from ..calls.providers.daily.wishes import person_behind
from ..db import db
from ..log import in_transaction
from ..rooms.access import standing_in
from ..rooms.holding import hold
from ..rooms.models import Room
from .daily_lane import for_daily

logger = logging.getLogger(__name__)
Tabs = dict[str, int]  # sessions at Daily and whose they are


@for_daily(lasts=15)
def look(daily: Daily) -> None:
    """Compare who is in our rooms at Daily with our seats; who has none is put out, a call that has ended or not."""
    there = api.present(daily)
    for room_id, name in _places(set(there)):
        tabs = {row["id"]: person_behind(row.get("userId")) for row in there.get(name, [])}
        known = {tab: user_id for tab, user_id in tabs.items() if user_id is not None}
        strangers = in_transaction(compare, room_id, known)
        for user_id, is_banned in strangers.items():
            _put_out(daily, room_id, user_id, is_banned)


def compare(room_id: int, tabs: Tabs) -> dict[int, bool]:
    """Note who is who and who has gone; those who have no seat, and whether they were removed from the room."""
    seats = seats_at_daily(room_id)
    for seat in seats:
        if seat.daily_session is not None and seat.daily_session not in tabs:
            see_leaving(seat)
    for tab, user_id in tabs.items():
        see_coming(seats, tab, user_id)
    room, seated = db.session.get_one(Room, room_id), {seat.user_id for seat in seats}
    return {user_id: was_removed(room, user_id) for user_id in {*tabs.values()} - seated}


def see_coming(seats: list[Participant], tab: str, user_id: int) -> bool:
    """Note which seat that tab belongs to; False where it can be none's."""
    theirs = [seat for seat in seats if seat.user_id == user_id]
    if theirs and all(seat.daily_session != tab for seat in theirs):
        free = next((seat for seat in theirs if seat.daily_session is None), None)
        if free is not None:
            free.daily_session = tab
    return bool(theirs)


def see_leaving(seat: Participant) -> None:
    """Gone at Daily frees no seat: a page that is loaded anew looks the same. Our own line to them decides, by its grace."""
    seat.daily_session = None


def seats_at_daily(room_id: int) -> list[Participant]:
    """The live seats of the room's call, as far as Daily carries it; the room is held from here on."""
    hold(room_id)
    live = (Call.ended_at.is_(None), Call.provider == "daily", Participant.expires_at > clock.now())
    query = select(Participant).join(Call).where(Call.room_id == room_id, *live)
    return list(db.session.scalars(query.order_by(Participant.joined_at, Participant.id)))


def was_removed(room: Room, user_id: int) -> bool:
    """From the room itself, not only from its call."""
    standing = standing_in(room, user_id)
    return standing is not None and standing.kicked_at is not None


def _put_out(daily: Daily, room_id: int, user_id: int, is_banned: bool) -> None:
    """One whom Daily does not put out keeps nobody else in."""
    try:
        people.put_out(daily, room_id, user_id, is_banned)
    except Refused as trouble:
        logger.warning("person %s stays in room %s at Daily: %s", user_id, room_id, trouble)


def _places(names: set[str]) -> list[tuple[int, str]]:
    """Rooms that carry a call at Daily, and those in which somebody is though they carry none (any more)."""
    carried = select(Call.room_id).where(Call.ended_at.is_(None), Call.provider == "daily")
    which = DailyRoom.room_id.in_(carried) | DailyRoom.name.in_(names)
    found = [(row[0], row[1]) for row in db.session.execute(select(DailyRoom.room_id, DailyRoom.name).where(which))]
    db.session.rollback()
    return found
