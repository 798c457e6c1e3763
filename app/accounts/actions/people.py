"""Who people are: how they come to be, and what they change about themselves."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from ...db import db
from ...errors import Invalid
from ...events import announce
from ..events import PasswordChanged, ProfileChanged, UserRegistered
from ..models import Session, User
from ..names import clean_bio, clean_display_name, clean_email, clean_username, gather, username_key
from ..passwords import check_password, hash_password
from .signing import revoke_all_sessions

TAKEN = {
    "username": "Somebody else has this username. Choose another.",
    "email": "There is an account with this address already. Sign in instead.",
}


def register_account(
    display_name: str, username: str, email: str | None, password: str, guest: User | None = None
) -> User:
    """A new account; a `guest` becomes it in place and keeps everything. Raises Invalid by field.

    `email` is None where the command line makes an account without one.
    """
    given = gather(
        display_name=lambda: clean_display_name(display_name),
        username=lambda: clean_username(username),
        email=lambda: "" if email is None else clean_email(email),
        password=lambda: check_password(password, username, email, display_name),
    )
    # Before the first query: hashing is slow, and from then on the database may be locked by us.
    kept = hash_password(given["password"])
    user = guest or User()
    _refuse_taken(user, given["username"], given["email"])
    user.kind = "account"
    user.display_name, user.username, user.email = given["display_name"], given["username"], given["email"] or None
    user.username_key, user.password_hash = username_key(given["username"]), kept
    db.session.add(user)
    _flush_unique()
    announce(UserRegistered(actor_id=user.id, user_id=user.id, was_guest=guest is not None))
    return user


def make_guest(display_name: str) -> User:
    """Somebody without an account; raises Invalid for a name that cannot be."""
    guest = User(kind="guest", display_name=clean_display_name(display_name))
    db.session.add(guest)
    db.session.flush()
    return guest


def change_profile(user: User, display_name: str, username: str | None = None, bio: str | None = None) -> None:
    """Change name, username and bio (None leaves as it is; guests have a name only). Raises Invalid."""
    given = gather(
        display_name=lambda: clean_display_name(display_name),
        username=lambda: "" if user.is_guest else clean_username(_or(username, user.username)),
        bio=lambda: clean_bio(_or(bio, user.bio)),
    )
    user.display_name = given["display_name"]
    if not user.is_guest:
        _refuse_taken(user, given["username"], "")
        user.username, user.username_key = given["username"], username_key(given["username"])
        user.bio = given["bio"]
    _flush_unique()
    announce(ProfileChanged(actor_id=user.id, user_id=user.id))


def change_avatar(user: User, name: str | None) -> str | None:
    """Show the stored picture `name` (None: initials again); the name of the one before."""
    before, user.avatar = user.avatar, name
    db.session.flush()
    announce(ProfileChanged(actor_id=user.id, user_id=user.id))
    return before


def change_password(user: User, password_hash: str, session: Session | None = None) -> None:
    """Another password, checked and hashed by the caller before the transaction; other sessions end."""
    user.password_hash = password_hash
    revoke_all_sessions(user, except_=session, reason="password-changed")
    announce(PasswordChanged(actor_id=user.id, user_id=user.id))


def _or(given: str | None, kept: str | None) -> str:
    return (kept or "") if given is None else given


def _refuse_taken(user: User, username: str, email: str) -> None:
    """A word at each field that another account has already."""
    with db.session.no_autoflush:
        taken = {
            "username": _is_taken(user, User.username_key == username_key(username)),
            "email": bool(email) and _is_taken(user, User.email == email),
        }
    problems = {field: TAKEN[field] for field, is_taken in taken.items() if is_taken}
    if problems:
        raise Invalid(problems)


def _is_taken(user: User, same: ColumnElement[bool]) -> bool:
    return db.session.scalar(select(User.id).where(same, User.id != (user.id or 0))) is not None


def _flush_unique() -> None:
    """Of two who took the same name at once, one is told so."""
    try:
        db.session.flush()
    except IntegrityError as error:
        is_email = any(name in str(error.orig) for name in ("users.email", "users_email"))
        field = "email" if is_email else "username"
        raise Invalid({field: TAKEN[field]}) from error
