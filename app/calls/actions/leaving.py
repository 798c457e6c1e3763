"""Giving a seat up: by will, by silence, or because the ground for it is gone."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from ... import clock
from ...db import db
from ...events import announce
from ...rooms.actions import miss_host, touch
from ...rooms.holding import hold
from ..access import inside
from ..events import CallEnded, ParticipantLeft
from ..minutes import settle
from ..models import Call, Participant
from .recording import end_recording_by


def leave_call(participant: Participant, reason: str = "left") -> None:
    """A participant goes; the last one ends the call, and a host without another tab is missed. Twice is once."""
    room, user_id = participant.call.room, participant.user_id
    hold(room.id)
    if db.session.get(Participant, participant.id, populate_existing=True) is None:
        return
    connected = participant.has_connected
    settle(participant)
    end_recording_by(participant)
    db.session.delete(participant)
    db.session.flush()
    if connected:
        announce(_left(room.id, participant, reason))
        touch(room)
    still = inside(room)
    if not still and participant.call.ended_at is None:
        _end_call(participant.call)
    if user_id == room.host_id and all(other.user_id != user_id for other in still):
        miss_host(room)


def leave_everywhere(user_id: int, room_id: int | None = None, reason: str = "left") -> None:
    """End every seat of a person (in one room, or in all): they left, were removed or disabled."""
    mine = Participant.user_id == user_id
    _leave_all(mine if room_id is None else mine & (Call.room_id == room_id), reason)


def leave_from(session_ids: Iterable[int]) -> None:
    """End the seats of these devices, which are signed out."""
    _leave_all(Participant.session_id.in_(list(session_ids)), "left")


def lapse(participant_id: str) -> None:
    """End a seat whose lease has run out; does nothing if it was renewed meanwhile."""
    hold(*db.session.scalars(select(Call.room_id).join(Participant).where(Participant.id == participant_id)))
    participant = db.session.get(Participant, participant_id, with_for_update={"of": Participant})
    if participant is not None and participant.expires_at <= clock.now():
        leave_call(participant, "lapsed")


def end_call_in(room_id: int) -> None:
    """The room is over: nobody is inside any more."""
    hold(room_id)
    call = db.session.scalar(select(Call).where(Call.room_id == room_id, Call.ended_at.is_(None)))
    if call is not None:
        theirs = select(Participant).where(Participant.call_id == call.id).order_by(Participant.id)
        for participant in db.session.scalars(theirs).all():
            settle(participant)
            db.session.delete(participant)
        _end_call(call)


def _leave_all(which: ColumnElement[bool], reason: str) -> None:
    hold(*db.session.scalars(select(Call.room_id).join(Participant).where(which)))
    for participant in db.session.scalars(select(Participant).join(Call).where(which).order_by(Participant.id)).all():
        leave_call(participant, reason)


def _end_call(call: Call) -> None:
    call.ended_at = clock.now()
    announce(CallEnded(room_id=call.room_id, call_id=call.id))


def _left(room_id: int, seat: Participant, reason: str) -> ParticipantLeft:
    return ParticipantLeft(
        room_id=room_id,
        call_id=seat.call_id,
        user_id=seat.user_id,
        participant_id=seat.id,
        reason=reason,
        actor_id=seat.user_id,
    )
