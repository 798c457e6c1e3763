"""The first administrator: made by a token that whoever started the server can read, never by coming first."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlalchemy import delete, select

from ..db import db
from ..errors import Refusal
from ..log import Meta
from .actions import make_administrator
from .models import User

KEY = "first-admin-token"


def has_administrator() -> bool:
    """Whether anybody can administer this installation."""
    standing = (User.is_administrator, User.disabled_at.is_(None), User.deleted_at.is_(None))
    return db.session.scalar(select(User.id).where(*standing).limit(1)) is not None


def make_token() -> str:
    """A new token (256 bits), shown once and kept hashed; the one before is worth nothing any more."""
    token = secrets.token_urlsafe(32)
    db.session.merge(Meta(key=KEY, value=_hash(token)))
    db.session.flush()
    return token


def refuse_wrong_token(token: str) -> None:
    """Raise NOT_FOUND for a token that is wrong, used, or no longer needed."""
    kept = db.session.get(Meta, KEY)
    if kept is None or not hmac.compare_digest(kept.value, _hash(token)) or has_administrator():
        raise Refusal("NOT_FOUND")


def become_first_administrator(user: User, token: str) -> None:
    """Use the token up: of two who have it, one becomes administrator. Raises NOT_FOUND."""
    refuse_wrong_token(token)
    if user.is_guest:
        raise Refusal("FORBIDDEN")
    used = delete(Meta).where(Meta.key == KEY, Meta.value == _hash(token))
    if db.session.execute(used).rowcount != 1:  # type: ignore[attr-defined]
        raise Refusal("NOT_FOUND")
    make_administrator(user, True)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
