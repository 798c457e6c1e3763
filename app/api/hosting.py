"""What hosts do: remove, mute, invite."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request
from marshmallow import Schema, fields, validate

from ..config import settings
from ..limits import HOSTING, limit
from ..log import transaction
from ..rooms import actions
from ..rooms.access import member_of
from ..rooms.wishes import clean_line
from . import auth
from .answers import Done
from .door import Door
from .schemas import Ask, Number, Text

bp = Door("hosting", "Hosting")
host_limit = limit(*HOSTING, key_func=auth.who_calls)


class Target(Ask):
    """Whom it concerns; `target_user_id` and `kickUserId` are understood too."""

    ALIASES = {"kickUserId": "targetUserId", "userId": "targetUserId"}  # noqa: RUF012

    target_user_id = Number(1, data_key="targetUserId", required=True)


class Removal(Target):
    """Whom to remove, and the reason that they are told."""

    reason = Text(load_default="", validate=validate.Length(max=200))


class Invitation(Ask):
    """For how many people the link is (left out, for any number) and how many seconds it works."""

    uses = Number(1, 1000)
    expires_in = Number(60, 30 * 86400, data_key="expiresIn", load_default=7 * 86400)


class InvitationMade(Schema):
    """A link into the room, shown this once; `invitation` is what `join` takes. It lasts seven days where nothing else is asked for."""

    invitation = fields.String(required=True)
    link = fields.String(required=True)


@bp.route("/rooms/<code>/kick", methods=["POST"])
@host_limit
@bp.arguments(Removal)
@bp.response(200, Done)
@bp.refuses("INVALID", "UNAUTHENTICATED", "CANNOT_KICK_SELF", "NOT_HOST", "TARGET_OUTRANKS")
@bp.refuses("ROOM_NOT_FOUND", "MEMBER_NOT_FOUND", "RATE_LIMITED")
def kick(asked: dict[str, Any], code: str) -> dict[str, Any]:
    """Remove a person; their tokens for this room are worth nothing from then on."""
    with transaction():
        by = auth.host(code)
        actions.kick(by, member_of(by.room, asked["target_user_id"]), clean_line(asked["reason"]))
    return {"success": True}


@bp.route("/rooms/<code>/mute", methods=["POST"])
@host_limit
@bp.arguments(Target)
@bp.response(200, Done)
@bp.refuses("INVALID", "UNAUTHENTICATED", "NOT_HOST", "TARGET_OUTRANKS", "ROOM_NOT_FOUND", "MEMBER_NOT_FOUND")
@bp.refuses("RATE_LIMITED")
def mute(asked: dict[str, Any], code: str) -> dict[str, Any]:
    """Switch a person's microphone off; they alone can switch it on again."""
    with transaction():
        by = auth.host(code)
        actions.mute(by, member_of(by.room, asked["target_user_id"]))
    return {"success": True}


@bp.route("/rooms/<code>/invitations", methods=["POST"])
@limit("invitations", "30 per hour", key_func=auth.who_calls)
@bp.arguments(Invitation, required=False)
@bp.response(201, InvitationMade)
@bp.refuses("INVALID", "UNAUTHENTICATED", "NOT_HOST", "NOT_MEMBER", "ROOM_NOT_FOUND", "LINKS_FULL", "RATE_LIMITED")
def invite(asked: dict[str, Any], code: str) -> dict[str, Any]:
    """Make a link that lets people in past privacy and password; of private rooms hosts alone may."""
    with transaction():
        token = actions.make_invitation_link(
            auth.member(code), asked.get("uses"), timedelta(seconds=asked["expires_in"])
        )
    origin = settings().public_url or request.host_url.rstrip("/")
    return {"invitation": token, "link": f"{origin}/i/{token}"}
