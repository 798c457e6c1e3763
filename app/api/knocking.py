"""The waiting room: who comes anew waits, and hosts see and answer who knocks."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from ..accounts.models import Session, User
from ..calls.admitting import ANSWERS, answer_all, answer_one
from ..errors import Refusal
from ..log import transaction
from ..rooms.asking import ask_hosts
from ..rooms.knocks import waiting_in
from ..rooms.models import Knock, Room
from . import auth
from .answers import Done
from .door import Door
from .hosting import host_limit
from .schemas import Ask, Number, Text

bp = Door("knocking", "Waiting room")


class Knocking(Schema):
    """Somebody who waits to be let in."""

    id = fields.Integer(required=True)
    userId = fields.Integer(required=True)
    name = fields.String(required=True)
    isGuest = fields.Boolean(required=True)
    note = fields.String(required=True)
    since = fields.String(required=True)


class Knocks(Schema):
    """Everybody at the door, who came first on top."""

    knocks = fields.List(fields.Nested(Knocking), required=True)


class Answer(Ask):
    """What they are told: one of them, or all who wait as far as there are seats."""

    knock_id = Number(1, data_key="knockId")
    answer = Text(required=True, validate=validate.OneOf(ANSWERS))


def wait_at(room: Room, user: User, session: Session, note: str, proof: str | None) -> Refusal:
    """Knock, and the refusal that says so: its token hears the answer, and joins once a host has let them in."""
    knock = ask_hosts(room, user, note, proof)
    return Refusal("WAITING", knock=knock.id, userId=user.id, token=auth.token_for(session, room))


@bp.route("/rooms/<code>/knocks")
@host_limit
@bp.response(200, Knocks)
@bp.refuses("UNAUTHENTICATED", "NOT_HOST", "ROOM_NOT_FOUND", "RATE_LIMITED")
def list_knocks(code: str) -> dict[str, Any]:
    """See who waits."""
    return {"knocks": [_face(knock) for knock in waiting_in(auth.host(code).room)]}


@bp.route("/rooms/<code>/knocks", methods=["POST"])
@host_limit
@bp.arguments(Answer)
@bp.response(200, Done)
@bp.refuses("INVALID", "UNAUTHENTICATED", "NOT_HOST", "ROOM_NOT_FOUND", "NOT_FOUND", "RATE_LIMITED")
@bp.refuses("KNOCK_OVER", "ROOM_FULL", "ROOM_LOCKED")
def answer_knocks(asked: dict[str, Any], code: str) -> dict[str, Any]:
    """Let somebody in, or not. Of two hosts who answer at once one hears KNOCK_OVER."""
    with transaction():
        standing = auth.host(code)
        if "knock_id" in asked:
            answer_one(standing, asked["knock_id"], asked["answer"])
        else:
            answer_all(standing, asked["answer"])
    return {"success": True}


def _face(knock: Knock) -> dict[str, Any]:
    return {
        "id": knock.id,
        "userId": knock.user_id,
        "name": knock.user.display_name,
        "isGuest": knock.user.is_guest,
        "note": knock.note,
        "since": knock.created_at.isoformat(),
    }
