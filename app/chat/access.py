"""Finders of the chat package: what a person may read, once a room let them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from .. import clock
from ..accounts.models import User
from ..config import settings
from ..db import db
from ..errors import Refusal
from ..rooms.access import membership_for
from ..rooms.models import Room
from .models import Attachment, Message

PAGE = 50


class Page(NamedTuple):
    """Some messages in a row, oldest first, and whether there are older ones."""

    messages: list[Message]
    has_more: bool


@dataclass(frozen=True)
class Draft:
    """What a page draws an unsent message from: a message's face without a place in the room."""

    author: User
    client_id: str
    created_at: datetime
    body: str = ""
    attachments: tuple[Attachment, ...] = ()
    id: None = None


def page_for(user: User, code: str, before: int | None = None) -> tuple[Room, Page]:
    """The room with this code and a page of what was said in it, for one who belongs to it."""
    room = membership_for(user, code).room
    return room, page_of_messages(room, before)


def page_of_messages(room: Room, before: int | None = None, limit: int = PAGE) -> Page:
    """The newest messages of `room`, or the newest older than message `before`, with their authors."""
    query = select(Message).where(Message.room_id == room.id, Message.deleted_at.is_(None))
    if before is not None:
        query = query.where(Message.id < before)
    rows = list(db.session.scalars(query.order_by(Message.id.desc()).limit(limit + 1)))
    return Page(messages=rows[:limit][::-1], has_more=len(rows) > limit)


def message_in(room: Room, message_id: int) -> Message:
    """That message of this very room; NOT_FOUND for any other, and for a deleted one."""
    message = standing_message(room.id, message_id)
    if message is None:
        raise Refusal("NOT_FOUND")
    return message


def standing_message(room_id: int, message_id: int) -> Message | None:
    """The message with its author and room; None once it has been deleted."""
    query = (
        select(Message)
        .options(joinedload(Message.room))
        .where(Message.id == message_id, Message.room_id == room_id, Message.deleted_at.is_(None))
    )
    return db.session.scalar(query)


def message_sent(author_id: int, client_id: str) -> Message | None:
    """What this author has sent before under this id, in whatever room."""
    query = select(Message).where(Message.author_id == author_id, Message.client_id == client_id)
    return db.session.scalar(query)


def attachment_in(room: Room, name: str) -> Attachment:
    """What was attached to a standing message of this very room; NOT_FOUND for anything else."""
    query = select(Attachment).join(Message, Message.id == Attachment.message_id)
    query = query.where(Attachment.room_id == room.id, Attachment.name == name, Message.deleted_at.is_(None))
    found = db.session.scalars(query).first()
    if found is None:
        raise Refusal("NOT_FOUND")
    return found


def refuse_pictures(room: Room, size: int = 0) -> None:
    """Raise PICTURES_FULL where so many bytes more are too many for `room`."""
    most = settings().room_pictures_mb
    kept = db.session.scalar(select(func.sum(Attachment.size)).where(Attachment.room_id == room.id)) or 0
    if kept + size >= most * 1_000_000:
        raise Refusal("PICTURES_FULL", most=most)


def ended_with_pictures() -> list[int]:
    """The ids of rooms that are over and have pictures all the same."""
    query = select(Attachment.room_id).join(Room, Room.id == Attachment.room_id).where(Room.closed_at.is_not(None))
    return list(db.session.scalars(query.distinct()))


def draft_of(author: User) -> Draft:
    """A message of `author` still to be written, under an id of its own."""
    return Draft(author=author, client_id=str(uuid4()), created_at=clock.now())
