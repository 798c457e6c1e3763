"""Asking for friendship, answering, and ending it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .. import clock
from ..accounts.models import User
from ..db import db
from ..errors import Refusal
from ..events import announce
from .access import between
from .events import (
    FriendEvent,
    FriendRemoved,
    FriendRequestAccepted,
    FriendRequestCancelled,
    FriendRequestDeclined,
    FriendRequested,
)
from .models import OPEN_STATES, FriendRequest

PATIENCE = timedelta(days=1)


def request_friend(sender: User, recipient: User) -> FriendRequest:
    """Ask for friendship; who was asked before by the other accepts, and asking twice is asking once.

    Whether `sender` may ask at all (they share a room, or know the username) the door has found out.
    Raises YOURSELF, FEATURE_DISABLED for guests, INVALID within a day of a decline.
    """
    _refuse_impossible(sender, recipient)
    found = between(sender, recipient)
    if found is not None:
        if found.state == "pending" and found.recipient_id == sender.id:
            accept(found)
        return found
    _refuse_impatience(sender, recipient)
    return _ask(sender, recipient)


def accept(request: FriendRequest) -> None:
    """They are friends; twice is once."""
    if request.state != "accepted":
        _answer(request, "pending", "accepted")
        announce(_event(FriendRequestAccepted, request, request.recipient_id))


def decline(request: FriendRequest) -> None:
    """They are not; the sender may ask again in a day."""
    _answer(request, "pending", "declined")
    announce(_event(FriendRequestDeclined, request, request.recipient_id))


def cancel(request: FriendRequest) -> None:
    """The sender takes it back."""
    _answer(request, "pending", "cancelled")
    announce(_event(FriendRequestCancelled, request, request.sender_id))


def remove(friendship: FriendRequest, by: User) -> None:
    """They are friends no more."""
    _answer(friendship, "accepted", "removed")
    announce(_event(FriendRemoved, friendship, by.id))


def remove_all(user: User) -> None:
    """End every friendship and request of `user`, whose account has ended."""
    mine = (FriendRequest.sender_id == user.id) | (FriendRequest.recipient_id == user.id)
    for each in db.session.scalars(select(FriendRequest).where(mine, FriendRequest.state.in_(OPEN_STATES))):
        _answer(each, each.state, "removed")
        announce(_event(FriendRemoved, each, user.id))


def _refuse_impossible(sender: User, recipient: User) -> None:
    if sender.id == recipient.id:
        raise Refusal("YOURSELF")
    if sender.is_guest or recipient.is_guest:
        raise Refusal("FEATURE_DISABLED", words="Friends are for people with an account.")
    if not recipient.is_active:
        raise Refusal("NOT_FOUND")


def _refuse_impatience(sender: User, recipient: User) -> None:
    declined = select(FriendRequest.id).where(
        FriendRequest.sender_id == sender.id,
        FriendRequest.recipient_id == recipient.id,
        FriendRequest.state == "declined",
        FriendRequest.answered_at > clock.now() - PATIENCE,
    )
    if db.session.scalar(declined.limit(1)) is not None:
        words = f"{recipient.display_name} has declined. You can ask again tomorrow."
        raise Refusal("INVALID", message=words)


def _ask(sender: User, recipient: User) -> FriendRequest:
    low, high = sorted((sender.id, recipient.id))
    request = FriendRequest(sender=sender, recipient=recipient, low_id=low, high_id=high)
    db.session.add(request)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Refusal("CONFLICT") from error
    announce(_event(FriendRequested, request, sender.id))
    return request


def _answer(request: FriendRequest, before: str, after: str) -> None:
    if request.state != before:
        raise Refusal("CONFLICT")
    request.state, request.answered_at = after, clock.now()
    db.session.flush()


def _event(kind: type[FriendEvent], request: FriendRequest, actor_id: int) -> FriendEvent:
    return kind(actor_id=actor_id, request_id=request.id, user_id=request.sender_id, friend_id=request.recipient_id)
