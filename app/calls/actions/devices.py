"""A device has one live call: what is held before it takes a seat."""

from __future__ import annotations

from sqlalchemy import select

from ...accounts.models import Session
from ...db import db
from ...errors import Refusal
from ...rooms.holding import hold
from ..models import Call, Participant


def make_way(session_id: int | None, room_id: int) -> None:
    """Hold what a seat in this room may touch: the device, and with the room those where the device has a seat.

    To be called before the room is found: in the order of `holding.py` two who change places at once
    both arrive. Raises UNAUTHENTICATED for a device that is signed out.
    """
    if session_id is None:
        hold(room_id)
        return
    lock = {"of": Session, "key_share": True}
    device = db.session.get(Session, session_id, with_for_update=lock, populate_existing=True)
    if device is None or not device.is_live:
        raise Refusal("UNAUTHENTICATED")
    elsewhere = select(Call.room_id).join(Participant).where(Participant.session_id == session_id)
    hold(room_id, *db.session.scalars(elsewhere))
