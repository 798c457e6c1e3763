"""Who is asking, and whom they may see."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, request
from flask_login import current_user
from sqlalchemy import or_, select

from .. import clock
from ..answers import go
from ..db import db
from ..errors import Refusal
from .heading import detour, whereabouts
from .models import Session, User
from .names import username_key

Acquaintance = Callable[[User, User], bool]
_acquaintances: list[Acquaintance] = []


def require_user() -> User:
    """Whoever is signed in, guests too. Everybody else is sent to sign in and comes back afterwards."""
    if current_user.is_authenticated:
        user: User = current_user._get_current_object()
        return user
    if request.path.startswith("/api/"):
        raise Refusal("UNAUTHENTICATED")
    return abort(go(detour("/sign-in", whereabouts())))


def require_account() -> User:
    """Whoever has an account. Guests are shown how to get one, or told why not."""
    user = require_user()
    if user.is_guest:
        if request.method == "GET" and not request.headers.get("HX-Request"):
            abort(go(detour("/register", whereabouts())))
        raise Refusal("FEATURE_DISABLED", words="This is for people with an account.")
    return user


def acquaintance(knows: Acquaintance) -> Acquaintance:
    """Let `knows(user, other)` of a higher floor say who may see whom: by a room, by friendship."""
    _acquaintances.append(knows)
    return knows


def is_acquainted(user: User, other: User) -> bool:
    """Whether these two have anything to do with each other."""
    return user.id == other.id or any(knows(user, other) for knows in _acquaintances)


def person_for(viewer: User, user_id: int) -> User:
    """Somebody whom `viewer` may see; NOT_FOUND for everybody else."""
    other = db.session.get(User, user_id)
    if other is None or other.deleted_at is not None or not is_acquainted(viewer, other):
        raise Refusal("NOT_FOUND")
    return other


def account_called(username: str) -> User | None:
    """The account with exactly this username, in any case, that may be used."""
    named = User.username_key == username_key(username)
    return db.session.scalar(select(User).where(named, User.disabled_at.is_(None), User.deleted_at.is_(None)))


def account_signing_in(name: str) -> User | None:
    """The account with this username or address, disabled ones included."""
    same = or_(User.username_key == username_key(name), User.email == name.strip().lower())
    return db.session.scalar(select(User).where(same, User.kind == "account", User.deleted_at.is_(None)))


def sessions_of(user: User) -> list[Session]:
    """The sessions that are good now, the last used first."""
    good = select(Session).where(Session.revoked_at.is_(None), Session.expires_at > clock.now())
    return list(db.session.scalars(good.where(Session.user_id == user.id).order_by(Session.last_used_at.desc())))


def session_of(user: User, session_id: int) -> Session:
    """One of the user's own sessions; NOT_FOUND otherwise."""
    session = db.session.get(Session, session_id)
    if session is None or session.user_id != user.id:
        raise Refusal("NOT_FOUND")
    return session
