"""Every write of calls: taking a seat, coming and going, and what the switches say."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from .. import clock
from ..config import settings
from ..db import db
from ..errors import Refusal
from ..events import announce
from ..rooms.actions import miss_host, touch, welcome_host_back
from ..rooms.models import Membership, Room
from .access import inside, live_call, seat_of
from .events import CallEnded, CallStarted, ParticipantChanged, ParticipantJoined, ParticipantLeft, ParticipantReturned
from .models import Call, Participant


def take_seat(standing: Membership, session_id: int | None) -> Participant:
    """A seat for this person on this device, kept by a lease until their page connects.

    The room's row is locked, so of two who race for the last seat exactly one gets it; the other
    one meets ROOM_FULL. A device has one live call: its seat elsewhere is given up.
    """
    room = standing.room
    db.session.flush()  # reading the row again would undo what was changed but not yet written
    db.session.refresh(room, with_for_update={"of": Room})
    mine = seat_of(session_id, room) if session_id else None
    if mine is not None:
        mine.expires_at = _lease_end()
        return mine
    _refuse_full(room, standing.user_id)
    _give_up_elsewhere(session_id)
    participant = Participant(
        id=secrets.token_urlsafe(9),
        call_id=_call_in(room, standing.user_id).id,
        user_id=standing.user_id,
        session_id=session_id,
        joined_at=clock.now(),
        expires_at=_lease_end(),
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


def leave_call(participant: Participant, reason: str = "left") -> None:
    """A participant goes; the last one ends the call, and a host without another tab is missed."""
    room, user_id = participant.call.room, participant.user_id
    connected = participant.has_connected
    db.session.delete(participant)
    db.session.flush()
    if connected:
        announce(_left(room.id, participant, reason))
        touch(room)
    still = inside(room)
    if not still:
        _end_call(participant.call)
    if user_id == room.host_id and all(other.user_id != user_id for other in still):
        miss_host(room)


def leave_everywhere(user_id: int, room_id: int | None = None, reason: str = "left") -> None:
    """End every seat of a person (in one room, or in all): they left, were removed or disabled."""
    query = select(Participant).join(Call).where(Participant.user_id == user_id)
    if room_id is not None:
        query = query.where(Call.room_id == room_id)
    for participant in db.session.scalars(query).all():
        leave_call(participant, reason)


def leave_from(session_ids: Iterable[int]) -> None:
    """End the seats of these devices, which are signed out."""
    query = select(Participant).where(Participant.session_id.in_(list(session_ids)))
    for participant in db.session.scalars(query).all():
        leave_call(participant)


def lapse(participant_id: str) -> None:
    """End a seat whose lease has run out; does nothing if it was renewed meanwhile."""
    participant = db.session.get(Participant, participant_id, with_for_update={"of": Participant})
    if participant is not None and participant.expires_at <= clock.now():
        leave_call(participant, "lapsed")


def end_call_in(room_id: int) -> None:
    """The room is over: nobody is inside any more."""
    call = db.session.scalar(select(Call).where(Call.room_id == room_id, Call.ended_at.is_(None)))
    if call is not None:
        for participant in db.session.scalars(select(Participant).where(Participant.call_id == call.id)).all():
            db.session.delete(participant)
        _end_call(call)


def renew(participant_ids: Iterable[str]) -> None:
    """The sockets of these participants are alive: their leases begin anew, in one write."""
    ids = list(participant_ids)
    if ids:
        db.session.execute(update(Participant).where(Participant.id.in_(ids)).values(expires_at=_lease_end()))


def shorten(participant_id: str) -> None:
    """A socket is gone: its participant has the grace of a reload, not a whole lease."""
    end = clock.now() + timedelta(seconds=settings().departure_grace_seconds)
    db.session.execute(
        update(Participant).where(Participant.id == participant_id, Participant.expires_at > end).values(expires_at=end)
    )


def switch(participant: Participant, standing: Membership, mic: bool, camera: bool, screen: bool) -> None:
    """Microphone, camera and screen as this tab now has them, within what the room allows."""
    room = standing.room
    participant.mic_on = mic and room.audio_enabled
    participant.camera_on = camera and room.video_enabled
    participant.screen_on = screen and room.screen_share_enabled
    if participant.mic_on:
        standing.is_muted = False
    announce(
        ParticipantChanged(
            room_id=room.id,
            user_id=participant.user_id,
            participant_id=participant.id,
            mic=participant.mic_on,
            camera=participant.camera_on,
            screen=participant.screen_on,
            actor_id=participant.user_id,
        )
    )


def _replace(seat: Participant) -> Participant:
    """The same seat under a new id: to the others' browsers a reloaded page is another peer."""
    fresh = Participant(
        id=secrets.token_urlsafe(9),
        call_id=seat.call_id,
        user_id=seat.user_id,
        session_id=seat.session_id,
        joined_at=seat.joined_at,
        expires_at=_lease_end(),
        has_connected=True,
    )
    room_id = seat.call.room_id
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
        call = Call(room_id=room.id, provider="mesh", started_at=clock.now())
        db.session.add(call)
        db.session.flush()
        announce(CallStarted(room_id=room.id, call_id=call.id, provider=call.provider, actor_id=user_id))
    return call


def _end_call(call: Call) -> None:
    call.ended_at = clock.now()
    announce(CallEnded(room_id=call.room_id, call_id=call.id))


def _joined(room_id: int, seat: Participant) -> ParticipantJoined:
    return ParticipantJoined(
        room_id=room_id, call_id=seat.call_id, user_id=seat.user_id, participant_id=seat.id, actor_id=seat.user_id
    )


def _left(room_id: int, seat: Participant, reason: str) -> ParticipantLeft:
    return ParticipantLeft(
        room_id=room_id,
        call_id=seat.call_id,
        user_id=seat.user_id,
        participant_id=seat.id,
        reason=reason,
        actor_id=seat.user_id,
    )


def _lease_end() -> datetime:
    return clock.now() + timedelta(seconds=settings().seat_lease_seconds)
