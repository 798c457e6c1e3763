"""What was there to see when somebody reported: kept with the report, because rooms end and words are deleted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ..accounts.models import User
from ..calls.access import people_inside
from ..chat.access import message_in, page_of_messages
from ..chat.models import Message
from ..db import db
from ..errors import Refusal
from ..rooms.access import standing_in
from ..rooms.models import Room

BEFORE, AFTER, RECENT, THEIRS = 10, 5, 20, 10
MOST_CHARACTERS = 2000


def context_of(kind: str, subject_id: int, room: Room, reporter: User) -> dict[str, Any]:
    """The room, who was inside, whom or what it is about, and the messages around it.

    Raises NOT_FOUND or MEMBER_NOT_FOUND for a subject that is not of this room, YOURSELF for oneself.
    """
    gather = {"message": _about_message, "person": _about_person, "room": _about_room}[kind]
    subject, messages = gather(subject_id, room)
    if kind != "room" and subject["id"] == reporter.id:
        raise Refusal("YOURSELF")
    inside = people_inside([room.id]).get(room.id, [])
    return {
        "room": {"id": room.id, "code": room.code, "name": room.name, "host": room.host.display_name},
        "inside": [_person(participant.user) for participant in inside],
        "subject": subject,
        "messages": [_message(message) for message in messages],
    }


def _about_message(message_id: int, room: Room) -> tuple[dict[str, Any], list[Message]]:
    message = message_in(room, message_id)
    after = _messages(room, Message.id > message_id).order_by(Message.id).limit(AFTER)
    around = [*page_of_messages(room, message_id, BEFORE).messages, message, *db.session.scalars(after)]
    return _person(message.author), around


def _about_person(user_id: int, room: Room) -> tuple[dict[str, Any], list[Message]]:
    """Also those who have left or were removed; what they said last is kept even if it is further up."""
    standing = standing_in(room, user_id)
    if standing is None:
        raise Refusal("MEMBER_NOT_FOUND")
    theirs = _messages(room, Message.author_id == user_id).order_by(Message.id.desc()).limit(THEIRS)
    newest = page_of_messages(room, None, RECENT).messages
    found = {message.id: message for message in [*newest, *db.session.scalars(theirs)]}
    return _person(standing.user) | {"role": standing.role}, [found[number] for number in sorted(found)]


def _about_room(_room_id: int, room: Room) -> tuple[dict[str, Any], list[Message]]:
    subject = {"id": room.id, "name": room.name, "is_public": room.is_public}
    return subject, page_of_messages(room, None, RECENT).messages


def _messages(room: Room, *conditions: Any) -> Any:
    return select(Message).where(Message.room_id == room.id, Message.deleted_at.is_(None), *conditions)


def _person(user: User) -> dict[str, Any]:
    return {"id": user.id, "name": user.display_name, "username": user.username, "kind": user.kind}


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "author_id": message.author_id,
        "author": message.author.display_name,
        "body": message.body[:MOST_CHARACTERS],
        "at": message.created_at.isoformat(),
    }
