"""How long a seat is kept: its lease begins anew as long as its socket lives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from ... import clock
from ...config import settings
from ...db import db
from ...rooms.models import Membership
from ..models import Call, Participant


def renew(participant_ids: Iterable[str]) -> None:
    """The sockets of these participants are alive: their leases begin anew, in one write.

    Nobody is waited for: a seat that somebody has in hand just now is renewed the next time, a lease lasts
    for three. Who does not belong to the room any more keeps no seat, even if nobody was told of it.
    """
    ground = (Membership.room_id == Call.room_id) & (Membership.user_id == Participant.user_id)
    mine = select(Participant.id).join(Call).join(Membership, ground)
    theirs = mine.where(
        Participant.id.in_(list(participant_ids)), Membership.kicked_at.is_(None), Membership.left_at.is_(None)
    )
    ids = list(db.session.scalars(theirs.with_for_update(skip_locked=True, of=Participant)))
    if ids:
        db.session.execute(update(Participant).where(Participant.id.in_(ids)).values(expires_at=lease_end()))


def shorten(participant_id: str) -> None:
    """A socket is gone: its participant has the grace of a reload, not a whole lease."""
    end = clock.now() + timedelta(seconds=settings().departure_grace_seconds)
    db.session.execute(
        update(Participant).where(Participant.id == participant_id, Participant.expires_at > end).values(expires_at=end)
    )


def lease_end() -> datetime:
    """Until when a seat is kept that is taken or renewed now."""
    return clock.now() + timedelta(seconds=settings().seat_lease_seconds)
