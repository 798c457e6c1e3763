"""Signing in for scripts: an account's own token, and its end."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from ..accounts.actions import revoke_session
from ..accounts.views.proof import prove
from ..limits import address, limit
from ..log import in_transaction, transaction
from . import auth
from .answers import Done, Me
from .door import Door
from .entering import begin_session
from .faces import own_face
from .schemas import Ask, Text

bp = Door("sessions", "Sessions")


class Credentials(Ask):
    """An account's username or email address, and its password."""

    ALIASES = {"username": "login", "email": "login"}  # noqa: RUF012

    login = Text(required=True, validate=validate.Length(1, 320))
    password = Text(required=True, validate=validate.Length(1, 1024))


class SignedIn(Schema):
    """A token for everything that the account may."""

    success = fields.Boolean(required=True)
    token = fields.String(required=True)
    user = fields.Nested(Me, required=True)


@bp.route("/sessions", methods=["POST"])
@limit("sign-in", key_func=address)
@bp.arguments(Credentials)
@bp.response(201, SignedIn)
@bp.refuses("INVALID", "WRONG_CREDENTIALS", "USER_DISABLED", "RATE_LIMITED")
@bp.open_to_all(tokens=False)
def sign_in(asked: dict[str, Any]) -> dict[str, Any]:
    """Sign in to an account.

    The token lasts a day and is good for all rooms of the account; `join` gives one for a room alone.
    """
    user = prove(asked["login"], asked["password"])
    session = in_transaction(begin_session, user)
    return {"success": True, "token": auth.token_for(session), "user": own_face(user, None)}


@bp.route("/sessions/current", methods=["DELETE"])
@bp.response(200, Done)
@bp.refuses("UNAUTHENTICATED", "INVALID_TOKEN")
def sign_out() -> dict[str, Any]:
    """Sign out: every token of this session is worth nothing from then on, and its sockets close."""
    with transaction():
        revoke_session(auth.caller().session)
    return {"success": True}
