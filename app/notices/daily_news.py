"""What each kind of Daily's webhooks means to us: hints about seats that are ours, nothing more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from ..calls.models import DailyRoom
from ..calls.providers.daily.wishes import person_behind
from ..db import db
from .daily_errands import put_out
from .daily_lane import tell_daily
from .daily_minutes import count_soon
from .daily_presence import seats_at_daily, see_coming, see_leaving


def joined(payload: dict[str, Any]) -> None:
    """Somebody came in by a token; who has no seat (any more) is put out."""
    room_id, user_id, tab = _room_of(payload), person_behind(payload.get("user_id")), payload.get("session_id")
    if room_id is None or user_id is None or not isinstance(tab, str):
        return
    if not see_coming(seats_at_daily(room_id), tab, user_id):
        tell_daily(put_out, room_id, user_id)


def left(payload: dict[str, Any]) -> None:
    """Their seat stays theirs: this tab of theirs is none any more."""
    room_id = _room_of(payload)
    for seat in seats_at_daily(room_id) if room_id is not None else []:
        if seat.daily_session is not None and seat.daily_session == payload.get("session_id"):
            see_leaving(seat)


def ended(payload: dict[str, Any]) -> None:
    """Nobody is there any more: what it has cost is known now."""
    room_id = _room_of(payload)
    for seat in seats_at_daily(room_id) if room_id is not None else []:
        see_leaving(seat)
    tell_daily(count_soon)


TELLERS: dict[str, Callable[[dict[str, Any]], None]] = {
    "participant.joined": joined,
    "participant.left": left,
    "meeting.ended": ended,
}


def _room_of(payload: dict[str, Any]) -> int | None:
    """Our room by its name at Daily; None for what is not ours."""
    name = payload.get("room")
    return db.session.scalar(select(DailyRoom.room_id).where(DailyRoom.name == name)) if isinstance(name, str) else None
