"""Knocking within limits, from whatever door."""

from __future__ import annotations

from ..accounts.models import User
from ..limits import KNOCKS, ROOM_KNOCKS, address, hit
from .actions import knock
from .knocks import last_knock
from .models import Knock, Room


def ask_hosts(room: Room, user: User, note: str, proof: str | None) -> Knock:
    """Knock, as often as one address and everybody together may at this door. Inside a transaction."""
    last = last_knock(room, user)
    if last is None or last.state != "waiting":
        hit(*KNOCKS, f"room:{room.id} {address()}")
        hit(*ROOM_KNOCKS, f"room:{room.id}")
    return knock(room, user, note, proof)
