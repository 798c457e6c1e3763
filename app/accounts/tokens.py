"""Room tokens for API clients: signed, short of life, and worth nothing once their session has ended."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import jwt

from .. import clock
from ..config import settings
from ..db import db
from ..errors import Refusal
from .models import Session, User

ALGORITHM = "HS256"
AUDIENCE = "guftagu-api"
REQUIRED = ["iss", "aud", "exp", "iat", "jti", "sid", "roomCode", "userId"]
LONGEST = timedelta(hours=24)


class Token(NamedTuple):
    """What a good token says; `room_code` is None where it is for all rooms of its person."""

    user: User
    session: Session
    room_code: str | None

    @property
    def session_id(self) -> int:
        return self.session.id


def issue_token(session: Session, room_code: str | None = None, until: datetime | None = None) -> str:
    """A token of `session` for one room (or for all); it ends with room (`until`) and session, within a day."""
    now = clock.now()
    ends = min(moment for moment in (until, session.expires_at, now + LONGEST) if moment is not None)
    claims = {
        "iss": _issuer(),
        "aud": AUDIENCE,
        "iat": int(now.timestamp()),
        "exp": int(ends.timestamp()),
        "jti": secrets.token_urlsafe(16),
        "sid": session.id,
        "roomCode": room_code or "",
        "userId": session.user_id,
    }
    return jwt.encode(claims, settings().jwt_secret, ALGORITHM)


def read_token(raw: str) -> Token:
    """What `raw` says; raises INVALID_TOKEN.

    The session is looked up every time, so that ending it ends its tokens.
    """
    claims = _claims(raw)
    session = db.session.get(Session, claims["sid"]) if isinstance(claims["sid"], int) else None
    if session is None or not session.is_live or session.kind != "api" or session.user_id != claims["userId"]:
        raise Refusal("INVALID_TOKEN")
    return Token(session.user, session, str(claims["roomCode"]) or None)


def _claims(raw: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            raw,
            settings().jwt_secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=_issuer(),
            # Our own clock decides below: it is the one that tests can stop.
            options={"require": REQUIRED, "verify_iat": False, "verify_exp": False},
        )
    except jwt.PyJWTError as error:
        raise Refusal("INVALID_TOKEN") from error
    if not isinstance(claims["exp"], int) or claims["exp"] <= clock.now().timestamp():
        raise Refusal("INVALID_TOKEN")
    return claims


def _issuer() -> str:
    return settings().public_url or "guftagu"
