"""What people in a call say with their hands: a hand raised, and a reaction for a moment."""

from __future__ import annotations

from typing import Any

from ..errors import Invalid
from ..limits import REACTIONS, SWITCHES
from ..log import transaction
from ..realtime.audience import room_audience
from ..realtime.broadcast import push
from ..realtime.connection import Connection
from ..realtime.signals import signal
from . import actions
from .signals import present

PALETTE = ("👍", "👏", "❤️", "😂", "😮", "🎉")


@signal("call:hand", limit=SWITCHES)
def move_hand(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """One's own hand, up or down; hosts take others' down by DELETE /room/CODE/people/ID/hand."""
    if not isinstance(data.get("raised"), bool):
        raise Invalid({"raised": "Say whether the hand is raised: true or false."})
    with transaction():
        participant, standing = present(connection, audience)
        if data["raised"]:
            actions.raise_hand(participant)
        else:
            actions.lower_hand(standing.room, participant.user_id, participant.user_id)


@signal("call:reaction", limit=REACTIONS)
def react(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """Shown for a moment and kept nowhere."""
    emoji = data.get("emoji")
    if emoji not in PALETTE:
        raise Invalid({"emoji": f"A reaction is one of {' '.join(PALETTE)}."})
    participant, standing = present(connection, audience)
    told = {"participant": participant.id, "user_id": participant.user_id, "emoji": emoji}
    push(room_audience(standing.room_id), "call:reaction", data=told)
