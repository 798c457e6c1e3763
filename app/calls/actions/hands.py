"""Raising a hand and taking it down; who raised theirs first is first in line."""

from __future__ import annotations

from ... import clock
from ...db import db
from ...events import announce
from ...rooms.models import Room
from ..access import hand_of, inside
from ..events import HandChanged
from ..models import Participant


def raise_hand(participant: Participant) -> None:
    """The person's hand, in all their tabs; raising it again keeps the place in line."""
    room = participant.call.room
    if hand_of(room, participant.user_id) is None:
        for tab in inside(room):
            if tab.user_id == participant.user_id:
                tab.hand_raised_at = clock.now()
        _tell(room, participant.user_id, participant.user_id)


def lower_hand(room: Room, user_id: int, actor_id: int) -> None:
    """One person's hand down: they do it themselves, or a host does."""
    _lower(room, {user_id}, actor_id)


def lower_all_hands(room: Room, actor_id: int) -> None:
    """Everybody has been heard."""
    _lower(room, {tab.user_id for tab in inside(room)}, actor_id)


def _lower(room: Room, user_ids: set[int], actor_id: int) -> None:
    raised = [tab for tab in inside(room) if tab.user_id in user_ids and tab.hand_raised_at is not None]
    for tab in raised:
        tab.hand_raised_at = None
    for user_id in sorted({tab.user_id for tab in raised}):
        _tell(room, user_id, actor_id)


def _tell(room: Room, user_id: int, actor_id: int) -> None:
    db.session.flush()
    since = hand_of(room, user_id)
    hand = since.isoformat() if since else None
    announce(HandChanged(room_id=room.id, user_id=user_id, hand=hand, actor_id=actor_id))
