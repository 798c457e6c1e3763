"""What happens in a room reaches Daily: soon, after commit, and without keeping anybody waiting."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from ..calls.access import is_inside
from ..calls.events import CallEnded, CallMoved, ParticipantLeft
from ..calls.minutes import is_spent
from ..calls.models import Call
from ..calls.providers.choice import may_use_daily, note_failure
from ..calls.providers.daily import people
from ..calls.providers.daily.client import Daily
from ..calls.providers.daily.places import conform, dismantle, ensure, note_rights
from ..calls.providers.daily.trouble import DailyTrouble, Unreachable
from ..calls.providers.daily.wishes import rights_in
from ..config import settings
from ..db import db
from ..events import on
from ..rooms.access import members_of, standing_in
from ..rooms.events import (
    MemberKicked,
    MemberMuted,
    RoleChanged,
    RoomClosed,
    RoomCreated,
    RoomEvent,
    RoomSaved,
    RoomSettingsChanged,
)
from ..rooms.models import Room
from .daily_minutes import count_soon
from .daily_presence import was_removed
from .errands import send

logger = logging.getLogger(__name__)
PATIENCE = 20.0


def tell_daily(errand: Callable[..., None], *args: Any) -> None:
    """Do `errand(daily, *args)` soon, where Daily is used at all."""
    if settings().daily_api_key:
        send(_carefully, errand, *args)


@on(RoomCreated)
def make_its_place(event: RoomCreated) -> None:
    tell_daily(prepare, event.room_id)


@on(RoomClosed, RoomSaved, RoomSettingsChanged)
def keep_its_place(event: RoomEvent) -> None:
    """A lock needs nothing there: Daily's room is private, and only who has a seat with us gets a token.

    Nobody is in a room that expires, and many may at once: those wait for the caretaker's round.
    """
    if not (isinstance(event, RoomClosed) and event.reason == "EXPIRED"):
        tell_daily(conform, event.room_id)


@on(MemberKicked)
def put_out_for_good(event: MemberKicked) -> None:
    tell_daily(people.put_out, event.room_id, event.user_id, True)


@on(ParticipantLeft)
def put_out(event: ParticipantLeft) -> None:
    """Whoever gave up their seat, lost it or was signed out is not to go on talking in Daily's room."""
    if event.reason != "kicked":
        tell_daily(put_out_unless_back, event.room_id, event.user_id)


@on(MemberMuted)
def mute(event: MemberMuted) -> None:
    tell_daily(silence, event.room_id, event.user_id)


@on(RoleChanged, RoomSettingsChanged)
def change_rights(event: RoomEvent) -> None:
    tell_daily(grant_rights, event.room_id)


@on(CallEnded)
def ask_what_it_cost(event: CallEnded) -> None:
    if db.session.get_one(Call, event.call_id).provider == "daily":
        tell_daily(count_soon)


@on(CallMoved)
def leave_nobody_behind(event: CallMoved) -> None:
    tell_daily(dismantle, event.room_id)


def prepare(daily: Daily, room_id: int) -> None:
    """Make the new room's place before somebody waits for it."""
    if may_use_daily(db.session.get_one(Room, room_id)) and not is_spent():
        try:
            ensure(daily, room_id)
        except Unreachable:
            note_failure()
            raise


def put_out_unless_back(daily: Daily, room_id: int, user_id: int) -> None:
    """Another tab, or a seat taken anew meanwhile, keeps the person there."""
    room = db.session.get_one(Room, room_id)
    if not is_inside(user_id, room):
        is_banned = was_removed(room, user_id)
        db.session.rollback()
        people.put_out(daily, room_id, user_id, is_banned)


def silence(daily: Daily, room_id: int, user_id: int) -> None:
    """Their own page does the same as soon as it hears of it; this is for pages that do not."""
    standing = standing_in(db.session.get_one(Room, room_id), user_id)
    if standing is not None and standing.is_current:
        try:
            people.silence(daily, room_id, standing)
        except DailyTrouble:
            # Perhaps the right is taken already, and not given back.
            tell_daily(grant_rights, room_id)
            raise


def grant_rights(daily: Daily, room_id: int) -> None:
    """Roles and switches hold for those who are there already: Daily takes its own into account only at the door."""
    room = db.session.get_one(Room, room_id)
    everybody = {standing.user_id: people.rights_of(standing) for standing in members_of(room)}
    rights = rights_in(room)
    people.grant(daily, room_id, everybody)
    note_rights(room_id, rights)


def _carefully(errand: Callable[..., None], *args: Any) -> None:
    try:
        errand(Daily(PATIENCE), *args)
    except DailyTrouble as trouble:
        logger.warning("Daily was not told (%s): %s", errand.__name__, trouble)
    finally:
        db.session.rollback()
