"""Who is whose friend, who has asked whom, and who may be asked."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from ..accounts.access import account_called, acquaintance, person_for
from ..accounts.models import User
from ..db import db
from ..errors import Invalid, Refusal
from .models import OPEN_STATES, FriendRequest


class Requests(NamedTuple):
    """Requests that wait for an answer, the newest first: `received` for one's own, `sent` for the others'."""

    received: list[FriendRequest]
    sent: list[FriendRequest]


def requests_for(user: User) -> Requests:
    """Every request of and to `user` that waits for an answer."""
    query = (
        select(FriendRequest)
        .where(_of(user.id), FriendRequest.state == "pending")
        .options(joinedload(FriendRequest.sender), joinedload(FriendRequest.recipient))
        .order_by(FriendRequest.id.desc())
    )
    waiting = [each for each in db.session.scalars(query) if each.sender.is_active and each.recipient.is_active]
    return Requests(
        [each for each in waiting if each.recipient_id == user.id],
        [each for each in waiting if each.sender_id == user.id],
    )


def friends_of(user: User) -> list[User]:
    """The friends of `user` by name, those whose accounts have ended left out."""
    return list(db.session.scalars(_friends(user.id).order_by(User.display_name, User.id)))


def friend_ids(user_id: int) -> list[int]:
    """The same by number only."""
    return list(db.session.scalars(_friends(user_id).with_only_columns(User.id)))


@acquaintance
def are_friends(user: User, other: User) -> bool:
    """Whether these two are friends."""
    found = between(user, other)
    return found is not None and found.state == "accepted"


@acquaintance
def has_asked(user: User, other: User) -> bool:
    """Whether `other` waits for an answer of `user`, who may look at who it is."""
    found = between(user, other)
    return found is not None and found.state == "pending" and found.recipient_id == user.id


def between(user: User, other: User) -> FriendRequest | None:
    """The open request or friendship of these two, whoever asked."""
    low, high = sorted((user.id, other.id))
    pair = FriendRequest.low_id == low, FriendRequest.high_id == high
    return db.session.scalar(select(FriendRequest).where(*pair, FriendRequest.state.in_(OPEN_STATES)))


def standing(user: User, other: User) -> str:
    """How `other` stands to `user`: self, friend, sent, received, none; never where there cannot be anything."""
    if user.id == other.id:
        return "self"
    if user.is_guest or other.is_guest:
        return "never"
    found = between(user, other)
    if found is None:
        return "none"
    if found.state == "accepted":
        return "friend"
    return "sent" if found.sender_id == user.id else "received"


def person_to_ask(user: User, user_id: int, username: str) -> User:
    """Whom to ask: somebody whom `user` may see, or whoever has exactly this username.

    Raises NOT_FOUND, or Invalid for the field `username`.
    """
    if user_id:
        return person_for(user, user_id)
    found = account_called(username)
    if found is None:
        raise Invalid({"username": "Nobody here has this username. It is written exactly as they write it."})
    return found


def request_to(user: User, request_id: int) -> FriendRequest:
    """A request that `user` may answer; NOT_FOUND otherwise."""
    return _request(FriendRequest.id == request_id, FriendRequest.recipient_id == user.id)


def request_from(user: User, request_id: int) -> FriendRequest:
    """A request that `user` has sent; NOT_FOUND otherwise."""
    return _request(FriendRequest.id == request_id, FriendRequest.sender_id == user.id)


def friendship_with(user: User, friend_id: int) -> FriendRequest:
    """The friendship of `user` with that person; NOT_FOUND where there is none."""
    low, high = sorted((user.id, friend_id))
    pair = FriendRequest.low_id == low, FriendRequest.high_id == high
    return _request(*pair, FriendRequest.state == "accepted")


def _request(*which: ColumnElement[bool]) -> FriendRequest:
    """Its row is ours until the transaction ends: of an acceptance and a withdrawal one is first."""
    found: FriendRequest | None = db.session.scalar(select(FriendRequest).where(*which).with_for_update())
    if found is None:
        raise Refusal("NOT_FOUND")
    return found


def _friends(user_id: int) -> Select[tuple[User]]:
    return (
        select(User)
        .join(FriendRequest, (FriendRequest.sender_id == User.id) | (FriendRequest.recipient_id == User.id))
        .where(_of(user_id), FriendRequest.state == "accepted", User.id != user_id)
        .where(User.disabled_at.is_(None), User.deleted_at.is_(None))
    )


def _of(user_id: int) -> ColumnElement[bool]:
    return (FriendRequest.sender_id == user_id) | (FriendRequest.recipient_id == user_id)
