"""Creating a room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marshmallow import ValidationError, fields

from ..accounts.actions import make_guest
from ..limits import limit, rooms_per_hour
from ..log import transaction
from ..realtime.payload import fault_in
from ..rooms.access import member_of
from ..rooms.actions import create_room, refuse_creation
from ..rooms.passwords import hash_password
from ..rooms.wishes import read_wishes
from . import auth
from .answers import Entered
from .door import Door, fields_named
from .entering import begin_session, entered
from .schemas import Ask, Number, Text

bp = Door("making", "Rooms")
room_limit = limit(
    "rooms", rooms_per_hour, key_func=auth.who_calls, deduct_when=lambda response: response.status_code < 400
)


def refuse_metadata(value: dict[str, Any]) -> None:
    """Metadata is kept as it is."""
    fault = fault_in(value)
    if fault:
        raise ValidationError(fault)


class NewRoom(Ask):
    """A room as wished for; who comes without a token gives a `displayName` and becomes a guest."""

    ALIASES = {"maxUsers": "maxParticipants"}  # noqa: RUF012

    display_name = Text(data_key="displayName")
    name = Text(allow_none=True)
    max_participants = Number(2, 100, data_key="maxParticipants", allow_none=True)
    is_public = fields.Boolean(data_key="isPublic")
    password = Text(allow_none=True)
    video_enabled = fields.Boolean(data_key="videoEnabled")
    audio_enabled = fields.Boolean(data_key="audioEnabled")
    screen_share_enabled = fields.Boolean(data_key="screenShareEnabled")
    chat_enabled = fields.Boolean(data_key="chatEnabled")
    waiting_room = fields.Boolean(data_key="waitingRoom")
    metadata = fields.Dict(keys=fields.String(), validate=refuse_metadata, load_default=dict)


@bp.route("/rooms", methods=["POST"])
@bp.route("/rooms/create", methods=["POST"])
@limit("creation", key_func=auth.who_calls)
@room_limit
@bp.arguments(NewRoom)
@bp.response(201, Entered)
@bp.refuses("INVALID", "INVALID_TOKEN", "ROOM_CREATION_CLOSED", "RATE_LIMITED", "ROOM_CODE_GENERATION_FAILED")
@bp.open_to_all()
def create(asked: dict[str, Any]) -> dict[str, Any]:
    """Create a room.

    It belongs to the person of the token; without one, to a new guest called `displayName`, who may
    stay in this room alone. The token in the answer is for this room.
    """
    who = auth.person()
    refuse_creation(who.user if who else None)
    with fields_named(display_name="displayName", max_participants="maxParticipants"):
        wishes = replace(read_wishes(asked, absent_is_off=False), meta=asked["metadata"])
        password_hash = hash_password(wishes.password)
        with transaction():
            owner = who.user if who else make_guest(asked.get("display_name", ""))
            session = who.session if who else begin_session(owner)
            room = create_room(owner, wishes, password_hash)
            standing = member_of(room, owner.id)
    return entered(session, standing)
