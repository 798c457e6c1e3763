"""Carrying a live call on by other means."""

from __future__ import annotations

from sqlalchemy import select

from ...db import db
from ...events import announce
from ...rooms.holding import hold
from ..events import CallMoved
from ..minutes import settle
from ..models import Call, Participant


def move_call(call_id: int, reason: str) -> None:
    """From Daily to the mesh; `reason` is one of REASONS. Does nothing to a call that is not at Daily (any more)."""
    hold(*db.session.scalars(select(Call.room_id).where(Call.id == call_id)))
    call = db.session.get(Call, call_id, populate_existing=True)
    if call is None or call.ended_at is not None or call.provider != "daily":
        return
    call.provider, call.reason = "mesh", reason
    for seat in db.session.scalars(select(Participant).where(Participant.call_id == call_id).order_by(Participant.id)):
        settle(seat)
        seat.daily_session = seat.troubled_at = None
    announce(CallMoved(room_id=call.room_id, call_id=call.id, provider=call.provider, reason=reason))
