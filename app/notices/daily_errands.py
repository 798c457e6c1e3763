"""What is done at Daily when something has happened in a room: each looks anew at how things are by then."""

from __future__ import annotations

from ..calls.access import is_inside, live_call
from ..calls.minutes import is_spent
from ..calls.providers.choice import may_use_daily, note_failure
from ..calls.providers.daily import people, places
from ..calls.providers.daily.client import Daily
from ..calls.providers.daily.notes import note_rights
from ..calls.providers.daily.trouble import DailyTrouble, Unreachable
from ..calls.providers.daily.wishes import rights_in
from ..db import db
from ..log import transaction
from ..rooms.access import members_of, standing_in
from ..rooms.models import Room
from .daily_lane import for_daily, tell_daily
from .daily_presence import was_removed

conform = for_daily()(places.conform)


@for_daily(lasts=5)
def prepare(daily: Daily, room_id: int) -> None:
    """Make the new room's place before somebody waits for it; the first call there makes it as well."""
    if may_use_daily(db.session.get_one(Room, room_id)) and not is_spent():
        try:
            places.ensure(daily, room_id)
        except Unreachable:
            note_failure()
            raise


@for_daily()
def put_out(daily: Daily, room_id: int, user_id: int) -> None:
    """Another tab, or a seat taken anew meanwhile, keeps who was not removed there."""
    room = db.session.get_one(Room, room_id)
    is_banned = was_removed(room, user_id)
    is_over = is_banned or not is_inside(user_id, room)
    db.session.rollback()
    if is_over:
        people.put_out(daily, room_id, user_id, is_banned)


@for_daily(lasts=30)
def silence(daily: Daily, room_id: int, user_id: int) -> None:
    """Their own page does the same as soon as it hears of it; this is for pages that do not.

    Much later they may have been asked to speak again.
    """
    standing = standing_in(db.session.get_one(Room, room_id), user_id)
    if standing is not None and standing.is_current:
        try:
            people.silence(daily, room_id, standing)
        except DailyTrouble:
            # Perhaps the right is taken already, and not given back.
            with transaction():
                tell_daily(grant_rights, room_id)
            raise


@for_daily()
def grant_rights(daily: Daily, room_id: int) -> None:
    """Roles and switches hold for those who are there already: Daily takes its own into account only at the door."""
    room = db.session.get_one(Room, room_id)
    everybody = {standing.user_id: people.rights_of(standing) for standing in members_of(room)}
    rights = rights_in(room)
    people.grant(daily, room_id, everybody)
    note_rights(room_id, rights)


@for_daily()
def dismantle(daily: Daily, room_id: int) -> None:
    """Nobody stays behind where a call has left Daily, unless the room's next one is there by now."""
    call = live_call(db.session.get_one(Room, room_id))
    is_back = call is not None and call.provider == "daily"
    db.session.rollback()
    if not is_back:
        places.dismantle(daily, room_id)
