"""Who calls: whoever the bearer token names, looked up anew each time; cookies say nothing here."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, request

from .. import clock
from ..accounts.actions.signing import TOUCH_EVERY
from ..accounts.models import Session, User
from ..accounts.tokens import issue_token, read_token
from ..errors import Refusal
from ..limits import address
from ..realtime.identity import by_token
from ..rooms.access import host_membership_for, membership_for
from ..rooms.codes import clean_code, code_key
from ..rooms.models import Membership, Room

EVERY_ROOM = ""


@dataclass(frozen=True)
class Caller:
    """A live session, and the room that its token is good for (None: all of the person's rooms)."""

    session: Session
    room_code: str | None = None

    @property
    def user(self) -> User:
        return self.session.user

    def may_use(self, code: str) -> bool:
        """Whether this token reaches to the room behind `code`."""
        return self.room_code is None or code_key(self.room_code) == code_key(code)


def caller() -> Caller:
    """Who calls; raises UNAUTHENTICATED without a token, INVALID_TOKEN with one that is not good."""
    return known(visitor())


def known(found: Caller | None) -> Caller:
    """`found`, where there is somebody."""
    if found is None:
        raise Refusal("UNAUTHENTICATED", headers={"WWW-Authenticate": "Bearer"})
    return found


def visitor() -> Caller | None:
    """Who calls, None where no token came along; one that came must be good."""
    scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    if not scheme:
        return None
    if scheme.lower() != "bearer" or not token:
        raise _invalid_token()
    return _caller_of(token.strip())


def person() -> Caller | None:
    """The visitor, at doors that belong to no room: a token for one is good while they belong to it."""
    found = visitor()
    if found is not None and found.room_code is not None:
        try:
            membership_for(found.user, found.room_code)
        except Refusal as refusal:
            raise _invalid_token() from refusal
    return found


def member(code: str) -> Membership:
    """The caller's standing in the room behind `code`; what the token does not reach is not found."""
    who = caller()
    refuse_other_room(who, code)
    return membership_for(who.user, code)


def host(code: str) -> Membership:
    """The same for those who may use the host controls."""
    who = caller()
    refuse_other_room(who, code)
    return host_membership_for(who.user, code)


def refuse_other_room(who: Caller, code: str) -> None:
    """Raise ROOM_NOT_FOUND where the token is for another room."""
    if not who.may_use(code):
        raise Refusal("ROOM_NOT_FOUND", room_code=clean_code(code))


def token_for(session: Session, room: Room | None = None) -> str:
    """A new token of `session`: for `room` alone and no longer than it lasts, or for all."""
    if room is None:
        return issue_token(session, EVERY_ROOM)
    return issue_token(session, room.code, room.expires_at)


def who_calls() -> str:
    """Whom a limit counts: the person where the token is good, else the address."""
    try:
        found = visitor()
    except Refusal:
        found = None
    return f"user:{found.user.id}" if found else f"address:{address()}"


@by_token
def visitor_of_socket(token: str) -> tuple[User, Session]:
    """The same token opens the socket, and reaches no further there. (Replaces the reader of accounts.)"""
    found = _caller_of(token)
    for name in request.args.getlist("audience"):
        kind, _, code = name.partition(":")
        if kind == "room":
            refuse_other_room(found, code)
    return found.user, found.session


def _caller_of(token: str) -> Caller:
    try:
        _, session, room_code = read_token(token)
    except Refusal as refusal:
        raise _invalid_token() from refusal
    if session.last_used_at <= clock.now() - TOUCH_EVERY:
        g.session_to_touch = session.id
    return Caller(session, room_code or None)


def _invalid_token() -> Refusal:
    return Refusal("INVALID_TOKEN", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
