"""What pages say to the call through the socket; the server stamps who says it."""

from __future__ import annotations

import time
from typing import Any

from ..db import db
from ..errors import Refusal
from ..limits import HANDSHAKES, SEATS, SWITCHES
from ..log import transaction
from ..realtime.broadcast import push
from ..realtime.connection import Connection
from ..realtime.signals import signal
from ..rooms.access import standing_with
from ..rooms.models import Membership, Room
from . import actions
from .access import participant_in
from .faces import faces_in, recording_in
from .handshakes import clean_candidate, clean_description
from .models import Participant
from .providers.mesh import ice_servers
from .tickets import ticket_of


@signal("call:join", limit=SEATS)
def join(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """This tab takes part; answered by `call:joined` with its ticket and everybody who is there."""
    room_id = room_id_of(connection, audience)
    known = connection.state.get("participant") or _text(data, "participant")
    with transaction():
        actions.make_way(connection.session_id, room_id)
        standing = standing_with(connection.user_id, room_id)
        seat = actions.connect(
            standing, connection.session_id, known, mic=bool(data.get("mic")), camera=bool(data.get("camera"))
        )
        participant_id = seat.id
    _leave_behind(connection, participant_id)
    connection.state.update(participant=participant_id, room=room_id, listed_at=time.monotonic())
    connection.follow(f"participant:{participant_id}")
    connection.send_envelope(
        "call:joined", audience=audience, data=_ticket(connection.user_id, room_id, participant_id)
    )


@signal("call:offer", limit=HANDSHAKES)
def offer(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    _describe(connection, audience, data, "call:offer")


@signal("call:answer", limit=HANDSHAKES)
def answer(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    _describe(connection, audience, data, "call:answer")


@signal("call:candidate", limit=HANDSHAKES)
def trickle(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    _forward(connection, audience, data, "call:candidate", candidate=clean_candidate(data.get("candidate")))


@signal("call:state", limit=SWITCHES)
def switch(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    with transaction():
        participant, standing = present(connection, audience)
        actions.switch(
            participant,
            standing,
            mic=bool(data.get("mic")),
            camera=bool(data.get("camera")),
            screen=bool(data.get("screen")),
        )


@signal("call:ticket", limit=SEATS)
def renew_ticket(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """Fresh ICE servers for one who stays longer than the credentials last; answered to this socket alone."""
    participant, _standing = present(connection, audience)
    connection.send_envelope("call:ticket", audience=audience, data={"ice_servers": ice_servers(participant.id)})


@signal("call:leave", limit=SEATS)
def leave(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    with transaction():
        participant, _standing = present(connection, audience)
        actions.leave_call(participant)
    connection.unfollow(f"participant:{connection.state.pop('participant')}")


def room_id_of(connection: Connection, audience: str) -> int:
    """The room that a frame speaks of; it must be one that this connection was let into."""
    kind, _, key = (audience or "").partition(":")
    if kind != "room" or audience not in connection.audiences:
        raise Refusal("NOT_MEMBER")
    return int(key)


def present(connection: Connection, audience: str) -> tuple[Participant, Membership]:
    """Who speaks, as they are in the call at this moment, and their standing in its room."""
    room_id = room_id_of(connection, audience)
    standing = standing_with(connection.user_id, room_id)
    participant = participant_in(room_id, connection.state.get("participant", ""))
    if participant.user_id != connection.user_id:
        raise Refusal("MEMBER_NOT_FOUND")
    return participant, standing


def _describe(connection: Connection, audience: str, data: dict[str, Any], event: str) -> None:
    kind = event.removeprefix("call:")
    _forward(connection, audience, data, event, description=clean_description(data.get("description"), kind))


def _forward(connection: Connection, audience: str, data: dict[str, Any], event: str, **content: Any) -> None:
    """Hand a signal to one participant of the same call, stamped with who it is from.

    Whether the sender is still in that call is asked anew: a socket may be older than a removal.
    """
    mine, _standing = present(connection, audience)
    to = participant_in(room_id_of(connection, audience), _text(data, "to") or "")
    push(f"participant:{to.id}", event, data={"from": mine.id, **content})


def _leave_behind(connection: Connection, participant_id: str) -> None:
    """Who has moved to another call hears no more of what was meant for them in the one before."""
    before = connection.state.get("participant")
    if before is not None and before != participant_id:
        connection.unfollow(f"participant:{before}")


def _ticket(user_id: int, room_id: int, participant_id: str) -> dict[str, Any]:
    participant = participant_in(room_id, participant_id)
    ticket = ticket_of(participant)
    room = db.session.get_one(Room, room_id)
    return {"participant": participant_id, **ticket, "recording": recording_in(room), "people": faces_in(room)}


def _text(data: dict[str, Any], name: str) -> str | None:
    value = data.get(name)
    return value if isinstance(value, str) else None
