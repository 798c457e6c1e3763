"""What is said in a room."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import request
from marshmallow import Schema, fields

from ..chat.access import page_of_messages
from ..chat.actions import post_message
from ..chat.faces import message_face
from ..limits import MESSAGES, limit
from ..log import transaction
from . import auth
from .answers import Person
from .door import Door, fields_named
from .schemas import Ask, Number, Text

ROOM_NAMES = {"room": "roomId", "roomCode": "roomId"}

bp = Door("messages", "Messages")


class Post(Ask):
    """What to say where; `clientId` (or the header Idempotency-Key) makes a retry harmless."""

    ALIASES = ROOM_NAMES | {"body": "content"}

    room_id = Text(data_key="roomId", required=True, metadata={"description": "The room's code."})
    content = Text(required=True)
    client_id = Text(data_key="clientId")


class MessagePage(Ask):
    """Which messages: the newest of the room, or the newest older than message `before`."""

    ALIASES = ROOM_NAMES

    room_id = Text(data_key="roomId", required=True, metadata={"description": "The room's code."})
    before = Number(1)
    limit = Number(1, 100, load_default=50)


class Attachment(Schema):
    """A picture that came with a message; `url` is for pages of members, who are signed in by cookie."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    url = fields.String(required=True)
    mediaType = fields.String(required=True, attribute="media_type")
    size = fields.Integer(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)


class Message(Schema):
    """Something said, as plain text as it was typed."""

    id = fields.Integer(required=True)
    clientId = fields.String(required=True, attribute="client_id")
    roomCode = fields.String(required=True, attribute="room_code")
    content = fields.String(required=True, attribute="body")
    attachments = fields.List(fields.Nested(Attachment), required=True)
    createdAt = fields.String(required=True, attribute="created_at")
    author = fields.Nested(Person, required=True)


class MessageFound(Schema):
    """A message under a key of its own."""

    message = fields.Nested(Message, required=True)


class Messages(Schema):
    """Messages, oldest first; `nextBefore` leads to older ones and is null at the beginning."""

    messages = fields.List(fields.Nested(Message), required=True)
    hasMore = fields.Boolean(required=True)
    nextBefore = fields.Integer(required=True, allow_none=True)


@bp.route("/messages")
@bp.arguments(MessagePage, location="query")
@bp.response(200, Messages)
@bp.refuses("INVALID", "UNAUTHENTICATED", "NOT_MEMBER", "KICKED", "ROOM_NOT_FOUND", "ROOM_CLOSED")
def list_messages(query: dict[str, Any]) -> dict[str, Any]:
    """Read what was said, page by page."""
    room = auth.member(query["room_id"]).room
    page = page_of_messages(room, query.get("before"), query["limit"])
    return {
        "messages": [message_face(message, room.code) for message in page.messages],
        "hasMore": page.has_more,
        "nextBefore": page.messages[0].id if page.has_more else None,
    }


@bp.route("/messages", methods=["POST"])
@limit(*MESSAGES, key_func=auth.who_calls)
@bp.arguments(Post)
@bp.response(201, MessageFound)
@bp.refuses("INVALID", "CLIENT_ID_REUSED", "UNAUTHENTICATED", "NOT_MEMBER", "CHAT_DISABLED", "KICKED")
@bp.refuses("ROOM_NOT_FOUND", "ROOM_CLOSED", "RATE_LIMITED")
def post(asked: dict[str, Any]) -> dict[str, Any]:
    """Say something; the same `clientId` again answers with the message of the first time."""
    client_id = asked.get("client_id") or request.headers.get("Idempotency-Key") or str(uuid4())
    with fields_named(body="content", client_id="clientId"), transaction():
        standing = auth.member(asked["room_id"])
        message = post_message(standing, client_id, asked["content"])
    return {"message": message_face(message, standing.room.code)}
