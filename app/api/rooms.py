"""Rooms: looked at, changed, deleted."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from ..errors import Invalid
from ..limits import HOSTING, guess, limit
from ..log import transaction
from ..rooms import actions
from ..rooms.access import member_of, refuse_uninvited, room_for, standing_in
from ..rooms.actions.settings import SWITCHES
from ..rooms.changes import read_changes, read_new_password
from ..rooms.models import Membership
from ..rooms.passwords import hash_password
from ..rooms.wishes import QUALITIES
from . import auth
from .answers import Done, Room, RoomFound
from .door import Door, fields_named
from .faces import member_face, stranger_face
from .schemas import Ask, Number, Text

bp = Door("rooms", "Rooms")
host_limit = limit(*HOSTING, key_func=auth.who_calls)


class ByCode(Ask):
    """Which room."""

    code = Text(load_default="", metadata={"description": "The room's code, in any case."})


class RoomChanges(Ask):
    """What to change; what is left out stays. A `password` of null asks for none any more."""

    ALIASES = {"maxUsers": "maxParticipants"}  # noqa: RUF012

    name = Text()
    max_participants = Number(2, 100, data_key="maxParticipants")
    is_public = fields.Boolean(data_key="isPublic")
    password = Text(allow_none=True)
    quality = fields.String(validate=validate.OneOf(list(QUALITIES)))
    waiting_room = fields.Boolean(data_key="waitingRoom")
    recording_enabled = fields.Boolean(data_key="recordingEnabled")
    is_locked = fields.Boolean(data_key="isLocked")
    is_saved = fields.Boolean(data_key="isSaved")
    host_id = Number(1, data_key="hostId")
    video_enabled = fields.Boolean(data_key="videoEnabled")
    audio_enabled = fields.Boolean(data_key="audioEnabled")
    screen_share_enabled = fields.Boolean(data_key="screenShareEnabled")
    chat_enabled = fields.Boolean(data_key="chatEnabled")


class CodeRequired(Invalid):
    """A search without a code: 400, as clients of this door expect."""

    def __init__(self) -> None:
        super().__init__({"code": "Room code is required"})

    @property
    def status(self) -> int:
        return 400


@bp.route("/rooms")
@guess
@bp.arguments(ByCode, location="query")
@bp.response(200, RoomFound)
@bp.refuses("INVALID=400", "INVALID_TOKEN", "INVITE_ONLY", "KICKED", "ROOM_NOT_FOUND", "ROOM_CLOSED")
@bp.open_to_all()
def find_room(query: dict[str, Any]) -> dict[str, Any]:
    """Find a room by its code."""
    if not query["code"].strip():
        raise CodeRequired
    return {"success": True, "room": _face_for(query["code"])}


@bp.route("/rooms/<code>")
@guess
@bp.response(200, Room)
@bp.refuses("INVALID_TOKEN", "INVITE_ONLY", "KICKED", "ROOM_NOT_FOUND", "ROOM_CLOSED")
@bp.open_to_all()
def show_room(code: str) -> dict[str, Any]:
    """Look at a room.

    Its members see who belongs to it; everybody else sees how many are inside, but not who. Of a
    private room strangers see nothing.
    """
    return _face_for(code)


@bp.route("/rooms/<code>", methods=["PATCH"])
@host_limit
@bp.arguments(RoomChanges)
@bp.response(200, RoomFound)
@bp.refuses("INVALID", "UNAUTHENTICATED", "NOT_HOST", "FORBIDDEN", "ROOM_NOT_FOUND", "MEMBER_NOT_FOUND")
@bp.refuses("ALREADY_HOST", "RATE_LIMITED")
def change_room(changes: dict[str, Any], code: str) -> dict[str, Any]:
    """Change how a room is set, lock it, save it, or make another member its host.

    Name, privacy and password are for the owner and the host, not for co-hosts.
    """
    with fields_named(max_participants="maxParticipants"):
        wishes = _wishes(changes)
        password_hash = _new_password(code, changes)
        with transaction():
            standing = auth.host(code)
            actions.change_settings(standing, **wishes)
            if "password" in changes:
                actions.set_password(standing, password_hash)
            _change(standing, changes)
    return {"success": True, "room": member_face(standing)}


@bp.route("/rooms/<code>", methods=["DELETE"])
@host_limit
@bp.response(200, Done)
@bp.refuses("UNAUTHENTICATED", "NOT_HOST", "FORBIDDEN", "ROOM_NOT_FOUND", "ROOM_CLOSED", "RATE_LIMITED")
def delete_room(code: str) -> dict[str, Any]:
    """Delete a room for everybody; its owner alone may."""
    with transaction():
        actions.delete_room(auth.host(code))
    return {"success": True}


def _face_for(code: str) -> dict[str, Any]:
    who = auth.visitor()
    user = who.user if who and who.may_use(code) else None
    room = room_for(user, code)
    standing = standing_in(room, user.id) if user else None
    if standing is not None and standing.is_current:
        return member_face(standing)
    refuse_uninvited(room, user)
    return stranger_face(room)


def _wishes(changes: dict[str, Any]) -> dict[str, Any]:
    plain = {name: changes[name] for name in (*SWITCHES, "is_public") if name in changes}
    return plain | read_changes(changes)


def _new_password(code: str, changes: dict[str, Any]) -> str | None:
    """The hash of a new one: slow, so it is made before the transaction, and for those who may set it."""
    if not changes.get("password"):
        return None
    actions.refuse_cohosts(auth.host(code))
    return hash_password(read_new_password({**changes, "password_enabled": True}))


def _change(standing: Membership, changes: dict[str, Any]) -> None:
    if "is_locked" in changes:
        actions.set_lock(standing, changes["is_locked"])
    if "is_saved" in changes:
        actions.save_room(standing, changes["is_saved"])
    if "host_id" in changes:
        actions.transfer_host(standing, member_of(standing.room, changes["host_id"]))
