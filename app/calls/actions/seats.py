"""Taking a seat, and coming back to it."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from ... import clock
from ...db import db
from ...errors import Refusal
from ...events import announce
from ...rooms.access import refuse_former
from ...rooms.actions import touch, welcome_host_back
from ...rooms.models import Membership, Room
from ..access import hand_of, inside, live_call, seat_of
from ..events import CallStarted, ParticipantJoined, ParticipantReturned
from ..minutes import settle
from ..models import Call, Participant
from ..providers.choice import choose
from .devices import make_way
from .leases import lease_end
from .leaving import leave_call
from .recording import end_recording_by


def take_seat(standing: Membership, session_id: int | None) -> Participant:
    """A seat for this person on this device, kept by a lease until their page connects.

    The room is held, so of two who race for the last seat exactly one gets it; the other one meets
    ROOM_FULL, and who was removed meanwhile KICKED. A device's seat elsewhere is given up.
    """
    room = standing.room
    make_way(session_id, room.id)
    db.session.refresh(standing)
    refuse_former(standing)
    mine = seat_of(session_id, room)
    if mine is not None:
        mine.expires_at = lease_end()
        return mine
    _refuse_full(room, standing.user_id)
    _give_up_elsewhere(session_id)
    participant = Participant(
        id=secrets.token_urlsafe(9),
        call_id=_call_in(room, standing.user_id).id,
        user_id=standing.user_id,
        session_id=session_id,
        joined_at=clock.now(),
        expires_at=lease_end(),
        hand_raised_at=hand_of(room, standing.user_id),
    )
    db.session.add(participant)
    db.session.flush()
    return participant


def connect(standing: Membership, session_id: int | None, known: str | None, mic: bool, camera: bool) -> Participant:
    """A page is there: it takes the seat that waits for it, comes back to its own, or replaces another tab's.

    `known` is the participant that this very page was before its line broke, None after a load.
    """
    seat = take_seat(standing, session_id)
    if seat.has_connected and seat.id != known:
        seat = _replace(seat)
    newcomer = not seat.has_connected
    seat.has_connected = True
    seat.mic_on, seat.camera_on = mic and standing.room.audio_enabled, camera and standing.room.video_enabled
    if seat.mic_on:
        standing.is_muted = False
    db.session.flush()
    if newcomer:
        announce(_joined(standing.room_id, seat))
    if standing.user_id == standing.room.host_id:
        welcome_host_back(standing.room)
    touch(standing.room)
    return seat


def _replace(seat: Participant) -> Participant:
    """The same seat under a new id: to the others' browsers a reloaded page is another peer."""
    fresh = Participant(
        id=secrets.token_urlsafe(9),
        call_id=seat.call_id,
        user_id=seat.user_id,
        session_id=seat.session_id,
        joined_at=seat.joined_at,
        expires_at=lease_end(),
        has_connected=True,
        hand_raised_at=seat.hand_raised_at,
    )
    room_id = seat.call.room_id
    settle(seat)
    end_recording_by(seat)
    db.session.delete(seat)
    db.session.add(fresh)
    db.session.flush()
    announce(
        ParticipantReturned(
            room_id=room_id, user_id=fresh.user_id, participant_id=fresh.id, before_id=seat.id, actor_id=fresh.user_id
        )
    )
    return fresh


def _refuse_full(room: Room, user_id: int) -> None:
    others = {participant.user_id for participant in inside(room)} - {user_id}
    if len(others) >= room.max_participants:
        raise Refusal("ROOM_FULL", count=len(others), max=room.max_participants)


def _give_up_elsewhere(session_id: int | None) -> None:
    if session_id is not None:
        for other in db.session.scalars(select(Participant).where(Participant.session_id == session_id)).all():
            leave_call(other, "displaced")


def _call_in(room: Room, user_id: int) -> Call:
    call = live_call(room)
    if call is None:
        provider, reason = choose(room)
        call = Call(room_id=room.id, provider=provider, reason=reason, started_at=clock.now())
        db.session.add(call)
        db.session.flush()
        announce(CallStarted(room_id=room.id, call_id=call.id, provider=provider, reason=reason, actor_id=user_id))
    return call


def _joined(room_id: int, seat: Participant) -> ParticipantJoined:
    return ParticipantJoined(
        room_id=room_id, call_id=seat.call_id, user_id=seat.user_id, participant_id=seat.id, actor_id=seat.user_id
    )
