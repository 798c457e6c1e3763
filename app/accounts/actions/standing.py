"""Whether an account may be used, whether it administers, and its end."""

from __future__ import annotations

from sqlalchemy import update

from ... import clock
from ...db import db
from ...errors import Refusal
from ...events import announce
from ..events import AdministratorChanged, UserDeleted, UserDisabled, UserEnabled
from ..models import Session, User
from .signing import revoke_all_sessions

DELETED_NAME = "Deleted account"


def disable_user(user: User, by: User | None = None) -> None:
    """Sign `user` out everywhere and let them in no more; raises YOURSELF. Twice is once."""
    if by is not None and by.id == user.id:
        raise Refusal("YOURSELF")
    if user.disabled_at is None:
        user.disabled_at = clock.now()
        revoke_all_sessions(user, reason="disabled")
        announce(UserDisabled(actor_id=by.id if by else None, user_id=user.id))


def enable_user(user: User, by: User | None = None) -> None:
    """Let `user` sign in again."""
    if user.disabled_at is not None:
        user.disabled_at = None
        db.session.flush()
        announce(UserEnabled(actor_id=by.id if by else None, user_id=user.id))


def make_administrator(user: User, is_administrator: bool = True, by: User | None = None) -> None:
    """Give or take the right to administer; guests cannot have it, nobody takes it from themselves."""
    if user.is_guest:
        raise Refusal("FORBIDDEN")
    if by is not None and by.id == user.id:
        raise Refusal("YOURSELF")
    if user.is_administrator != is_administrator:
        user.is_administrator = is_administrator
        db.session.flush()
        actor_id = by.id if by else None
        announce(AdministratorChanged(actor_id=actor_id, user_id=user.id, is_administrator=is_administrator))


def delete_account(user: User) -> str | None:
    """End the account and forget the person; what they said stays, in nobody's name.

    Gives the name of their picture, whose file is to be removed after commit.
    """
    revoke_all_sessions(user, reason="deleted")
    picture = user.avatar
    user.display_name, user.bio, user.is_administrator = DELETED_NAME, "", False
    user.username = user.username_key = user.email = user.password_hash = user.avatar = None
    user.deleted_at = clock.now()
    db.session.execute(update(Session).where(Session.user_id == user.id).values(user_agent="", address=""))
    db.session.flush()
    announce(UserDeleted(actor_id=user.id, user_id=user.id))
    return picture
