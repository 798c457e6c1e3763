"""What happens in a room reaches Daily: left as errands with the change itself."""

from __future__ import annotations

from ..calls.events import CallEnded, CallMoved, ParticipantLeft
from ..calls.models import Call
from ..db import db
from ..events import along
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
from .daily_errands import conform, dismantle, grant_rights, prepare, put_out, silence
from .daily_lane import tell_daily
from .daily_minutes import count_soon


@along(RoomCreated)
def make_its_place(event: RoomCreated) -> None:
    tell_daily(prepare, event.room_id)


@along(RoomClosed, RoomSaved, RoomSettingsChanged)
def keep_its_place(event: RoomEvent) -> None:
    """A lock needs nothing there: Daily's room is private, and only who has a seat with us gets a token.

    Nobody is in a room that expires, and many may at once: those wait for the caretaker's round.
    """
    if not (isinstance(event, RoomClosed) and event.reason == "EXPIRED"):
        tell_daily(conform, event.room_id)


@along(MemberKicked, ParticipantLeft)
def put_out_who_left(event: MemberKicked | ParticipantLeft) -> None:
    """Whoever was removed, gave up their seat, lost it or was signed out is not to go on talking in Daily's room."""
    tell_daily(put_out, event.room_id, event.user_id)


@along(MemberMuted)
def mute(event: MemberMuted) -> None:
    tell_daily(silence, event.room_id, event.user_id)


@along(RoleChanged, RoomSettingsChanged)
def change_rights(event: RoomEvent) -> None:
    tell_daily(grant_rights, event.room_id)


@along(CallEnded)
def ask_what_it_cost(event: CallEnded) -> None:
    if db.session.get_one(Call, event.call_id).provider == "daily":
        tell_daily(count_soon)


@along(CallMoved)
def leave_nobody_behind(event: CallMoved) -> None:
    tell_daily(dismantle, event.room_id)
