"""What a participant needs to take part; where Daily fails, the call is carried by the mesh from then on."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import select

from ..db import db
from ..errors import Refusal
from ..log import transaction
from .access import participant_in
from .actions import move_call
from .models import Participant
from .providers import mesh, provider_of
from .providers.choice import note_failure
from .providers.daily.trouble import DailyTrouble, LockedOut, Unreachable

logger = logging.getLogger(__name__)


def ticket_of(participant: Participant) -> dict[str, Any]:
    """The ticket as JSON, from the call's provider. May take some seconds: no transaction may be open.

    Raises DAILY_BUSY where Daily refuses this one person while others are there and well.
    """
    room_id, call_id, participant_id = participant.call.room_id, participant.call_id, participant.id
    try:
        ticket = provider_of(participant.call).ticket(participant.call, participant)
    except DailyTrouble as trouble:
        logger.warning("no ticket for %s: %s", participant_id, trouble)
        _despair(trouble, call_id, participant_id)
        ticket = None
    still = participant_in(room_id, participant_id)
    if ticket is not None and ticket["provider"] == still.call.provider:
        return ticket
    return mesh.PROVIDER.ticket(still.call, still)  # it failed, or the call was moved meanwhile


def _despair(trouble: DailyTrouble, call_id: int, participant_id: str) -> None:
    """Move the call, unless others are well where they are."""
    if isinstance(trouble, Unreachable | LockedOut):
        note_failure()
    elif _others_are_there(call_id, participant_id):
        raise Refusal("DAILY_BUSY") from trouble
    with transaction():
        move_call(call_id, "daily_unreachable")


def _others_are_there(call_id: int, participant_id: str) -> bool:
    there = select(Participant.id).where(Participant.call_id == call_id, Participant.daily_since.is_not(None))
    found = db.session.scalar(there.where(Participant.id != participant_id).limit(1))
    db.session.rollback()
    return found is not None
