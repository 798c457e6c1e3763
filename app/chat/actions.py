"""Every write of the chat package."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from ..db import db
from ..errors import Refusal
from ..events import announce
from ..rooms.actions import touch
from ..rooms.models import Membership
from .access import message_sent, refuse_pictures
from .events import MessagePosted
from .models import Attachment, Message
from .pictures import Picture
from .words import clean_body, clean_client_id


def post_message(membership: Membership, client_id: str, body: str, picture: Picture | None = None) -> Message:
    """Say `body` in the room; the same `client_id` again answers with the message it made the first time.

    A `picture` that is stored already belongs to the message from here on.

    Raises Invalid, CHAT_DISABLED, PICTURES_FULL, or CLIENT_ID_REUSED where that id stands for other words or another room.
    """
    client_id, body = clean_client_id(client_id), clean_body(body)
    earlier = message_sent(membership.user_id, client_id)
    if earlier is not None:
        return _the_same(earlier, membership, body)
    if not membership.room.chat_enabled:
        raise Refusal("CHAT_DISABLED")
    if picture is not None:
        refuse_pictures(membership.room, picture.size)
    message = _added(membership, client_id, body)
    if message is None:
        return _the_same(_winner(membership, client_id), membership, body)
    if picture is not None:
        db.session.add(Attachment(room_id=message.room_id, message_id=message.id, **picture._asdict()))
        db.session.flush()
    touch(membership.room)
    announce(MessagePosted(actor_id=membership.user_id, room_id=membership.room_id, message_id=message.id))
    return message


def forget_attachments(room_id: int) -> None:
    """The room is over: what was attached in it is no more. Its files have been removed before."""
    db.session.execute(delete(Attachment).where(Attachment.room_id == room_id))


def _the_same(earlier: Message, membership: Membership, body: str) -> Message:
    if earlier.room_id != membership.room_id or earlier.body != body:
        raise Refusal("CLIENT_ID_REUSED")
    return earlier


def _added(membership: Membership, client_id: str, body: str) -> Message | None:
    """The new row; None where another transaction was faster with the same id (the constraint decides)."""
    message = Message(room_id=membership.room_id, author_id=membership.user_id, client_id=client_id, body=body)
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        return None
    return message


def _winner(membership: Membership, client_id: str) -> Message:
    winner = message_sent(membership.user_id, client_id)
    if winner is None:
        raise Refusal("CONFLICT")
    return winner
