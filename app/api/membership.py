"""Coming into a room, coming back, and going."""

from __future__ import annotations

from typing import Any

from marshmallow import validate

from ..accounts.actions import make_guest
from ..calls.actions import leave_everywhere, make_way, take_seat
from ..errors import Refusal
from ..limits import JOINS, address, guess, limit
from ..log import transaction
from ..rooms import actions
from ..rooms.access import member_of, must_knock, refuse_uninvited, room_for, standing_in
from ..rooms.knocks import last_knock
from ..rooms.models import Room
from ..rooms.passwords import prove_password
from . import auth
from .answers import Done, Entered
from .door import Door, fields_named
from .entering import begin_session, entered
from .knocking import wait_at
from .rooms import host_limit
from .schemas import Ask, Number, Text

bp = Door("membership", "Coming and going")


class Entrance(Ask):
    """What it takes to come in: a name for who has no token, the password or an invitation."""

    display_name = Text(data_key="displayName")
    password = Text(allow_none=True)
    note = Text(load_default="", validate=validate.Length(max=200))
    invitation = Text(allow_none=True, validate=validate.Length(max=200))


class Departure(Ask):
    """To whom the host's rights go, where there are any to hand over."""

    ALIASES = {"newHostId": "hostId"}  # noqa: RUF012

    host_id = Number(1, data_key="hostId")


class NoWayBack(Refusal):
    """Whatever the reason is, there is no room to come back to: 404, with the reason as its code."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.code, **reason.facts)

    @property
    def status(self) -> int:
        return 404


@bp.route("/rooms/<code>/join", methods=["POST"])
@limit(*JOINS, key_func=address)
@guess
@bp.arguments(Entrance, required=False)
@bp.response(200, Entered)
@bp.refuses("INVALID", "INVALID_TOKEN", "ROOM_NOT_FOUND", "ROOM_CLOSED", "ROOM_LOCKED", "ROOM_FULL")
@bp.refuses("KICKED", "INVITE_ONLY", "INVITATION_OVER", "PASSWORD_REQUIRED", "PASSWORD_INVALID", "RATE_LIMITED")
@bp.refuses("WAITING", "KNOCK_DECLINED")
@bp.open_to_all()
def join_room(asked: dict[str, Any], code: str) -> dict[str, Any]:
    """Join a room: a standing in it and a seat in its call, both or neither.

    Without a token (or with that of another room's guest) a new guest called `displayName` is made.
    The seat is kept for a while; opening the socket and saying `call:join` keeps it for good.
    Where a host decides first, WAITING comes with a `token`: join again with it until the answer is there.
    """
    room = _room(code)
    proof, room_id, waiting = _proof(room, asked), room.id, None
    with fields_named(display_name="displayName"), transaction():
        _hold(room_id)
        room = _room(code)
        who = _known_in(room)
        user = who.user if who else make_guest(asked.get("display_name", ""))
        session = who.session if who else begin_session(user)
        if must_knock(room, user):
            waiting = wait_at(room, user, session, asked["note"], proof)
        else:
            standing = actions.join_room(room, user, proof, asked.get("invitation"))
            seat = take_seat(standing, session.id)
    if waiting is not None:
        raise waiting
    return entered(session, standing, seat)


@bp.route("/rooms/<code>/rejoin", methods=["POST"])
@host_limit
@bp.response(200, Entered)
@bp.refuses("UNAUTHENTICATED", "ROOM_NOT_FOUND", "NOT_MEMBER=404", "KICKED=404", "ROOM_CLOSED=404", "ROOM_EXPIRED=404")
@bp.refuses("RATE_LIMITED")
def rejoin_room(code: str) -> dict[str, Any]:
    """Get a fresh token for a room that one belongs to."""
    who = auth.caller()
    try:
        standing = auth.member(code)
    except Refusal as reason:
        raise NoWayBack(reason) from reason
    return entered(who.session, standing)


@bp.route("/rooms/<code>/leave", methods=["POST"])
@host_limit
@bp.arguments(Departure, required=False)
@bp.response(200, Done)
@bp.refuses("UNAUTHENTICATED", "ROOM_NOT_FOUND", "NOT_MEMBER", "NOT_HOST", "MEMBER_NOT_FOUND", "KICKED", "ROOM_CLOSED")
@bp.refuses("RATE_LIMITED")
def leave_room(asked: dict[str, Any], code: str) -> dict[str, Any]:
    """Leave a room and its call; a host may name the next one.

    The owner leaves the call and stays the owner: to end the room is to delete it.
    """
    with transaction():
        standing = auth.member(code)
        if "host_id" in asked:
            actions.transfer_host(standing, member_of(standing.room, asked["host_id"]))
        actions.leave_room(standing)
        leave_everywhere(standing.user_id, standing.room_id)
    return {"success": True}


def _room(code: str) -> Room:
    """The room as far as the caller may know of it. A token for one room opens no other."""
    who = auth.visitor()
    if who is not None and not who.user.is_guest:
        auth.refuse_other_room(who, code)
    return room_for(who.user if who else None, code)


def _hold(room_id: int) -> None:
    """Before anything is found: what is asked for here may end a seat elsewhere."""
    who = auth.visitor()
    make_way(who.session.id if who else None, room_id)


def _known_in(room: Room) -> auth.Caller | None:
    """Who calls; a guest of another room counts for nobody here, as at the door of the page."""
    who = auth.visitor()
    is_guest = who is not None and who.user.is_guest
    if who is not None and is_guest and standing_in(room, who.user.id) is None and last_knock(room, who.user) is None:
        return None
    return who


def _proof(room: Room, asked: dict[str, Any]) -> str | None:
    """Of the password, where the caller may be asked for one; who knocks at a private room is not."""
    who = auth.visitor()
    user = who.user if who else None
    try:
        refuse_uninvited(room, user, asked.get("invitation"))
    except Refusal:
        if must_knock(room, user):
            return None
        raise
    return prove_password(room, asked.get("password"))
