"""Sessions: begun, renewed and ended. Only the hash of their secret is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from ... import clock
from ...db import db
from ...events import announce
from ..events import SessionsRevoked
from ..models import Session, User

LIFETIME = timedelta(days=30)
TOUCH_EVERY = timedelta(minutes=1)


def start_session(user: User, kind: str, user_agent: str, address: str) -> tuple[Session, str]:
    """A new session of `user` (`page` or `api`) and its secret, which is not kept."""
    token = secrets.token_urlsafe(32)
    session = Session(
        user=user,
        kind=kind,
        token_hash=hash_token(token),
        user_agent=_printable(user_agent)[:400],
        address=address[:64],
        expires_at=clock.now() + LIFETIME,
    )
    db.session.add(session)
    db.session.flush()
    return session, token


def hash_token(token: str) -> str:
    """What is kept of a session's secret; it is random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def renew_session(session: Session) -> str:
    """Another secret for the same session, for when its person may do more than before."""
    token = secrets.token_urlsafe(32)
    session.token_hash = hash_token(token)
    db.session.flush()
    return token


def touch_session(session_id: int) -> None:
    """Note that the session was used, at most once a minute."""
    due = Session.last_used_at <= clock.now() - TOUCH_EVERY
    db.session.execute(update(Session).where(Session.id == session_id, due).values(last_used_at=clock.now()))


def revoke_session(session: Session, reason: str = "signed-out") -> None:
    """End one session: its sockets close at once."""
    _revoke(session.user_id, [session], reason)


def revoke_all_sessions(user: User, except_: Session | None = None, reason: str = "signed-out") -> None:
    """End every session of `user`, those of API clients too, but `except_`."""
    mine = select(Session).where(Session.user_id == user.id, Session.revoked_at.is_(None))
    kept_id = except_.id if except_ else None
    _revoke(user.id, [session for session in db.session.scalars(mine) if session.id != kept_id], reason)


def _revoke(user_id: int, sessions: list[Session], reason: str) -> None:
    """The event names each session: replayed later, it must not end a session begun since."""
    ended = [session for session in sessions if session.revoked_at is None]
    for session in ended:
        session.revoked_at = clock.now()
    db.session.flush()
    if ended:
        ids = tuple(session.id for session in ended)
        announce(SessionsRevoked(actor_id=user_id, user_id=user_id, session_ids=ids, reason=reason))


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
