"""Rooms: looked at, changed, deleted."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from ..errors import Invalid
from ..limits import HOSTING, guess, limit
from ..log import transaction
from ..rooms import actions
from ..rooms.access import member_of, refuse_uninvited, room_for, standing_in
from ..rooms.models import Membership
from . import auth
from .answers import Done, Room, RoomFound
from .door import Door
from .faces import member_face, stranger_face
from .schemas import Ask, Number, Text

SWITCHES = ("video_enabled", "audio_enabled", "screen_share_enabled", "chat_enabled")

bp = Door("rooms", "Rooms")
host_limit = limit(*HOSTING, key_func=auth.who_calls)


class ByCode(Ask):
    """Which room."""

    code = Text(load_default="", metadata={"description": "The room's code, in any case."})


class RoomChanges(Ask):
    """What to change; what is left out stays."""

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
@bp.refuses("UNAUTHENTICATED", "NOT_HOST", "FORBIDDEN", "ROOM_NOT_FOUND", "MEMBER_NOT_FOUND", "ALREADY_HOST")
@bp.refuses("RATE_LIMITED")
def change_room(changes: dict[str, Any], code: str) -> dict[str, Any]:
    """Lock a room, turn its switches, save it, or make another member its host."""
    with transaction():
        standing = auth.host(code)
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


def _change(standing: Membership, changes: dict[str, Any]) -> None:
    actions.change_settings(standing, **{name: changes[name] for name in SWITCHES if name in changes})
    if "is_locked" in changes:
        actions.set_lock(standing, changes["is_locked"])
    if "is_saved" in changes:
        actions.save_room(standing, changes["is_saved"])
    if "host_id" in changes:
        actions.transfer_host(standing, member_of(standing.room, changes["host_id"]))
