"""What API clients see of a message: its JSON face."""

from __future__ import annotations

from typing import Any

from ..accounts.models import User
from .models import Attachment, Message


def message_face(message: Message, room_code: str) -> dict[str, Any]:
    """A message as JSON: plain text as it was typed, times in ISO 8601 with their zone."""
    return {
        "id": message.id,
        "client_id": message.client_id,
        "room_code": room_code,
        "body": message.body,
        "attachments": [attachment_face(each, room_code) for each in message.attachments],
        "created_at": message.created_at.isoformat(),
        "author": author_face(message.author),
    }


def attachment_face(attachment: Attachment, room_code: str) -> dict[str, Any]:
    """A file as JSON; its `url` answers to members of the room alone."""
    return {
        "id": attachment.id,
        "kind": attachment.kind,
        "url": f"/room/{room_code}/frames/{attachment.name}",
        "media_type": attachment.media_type,
        "size": attachment.size,
        "width": attachment.width,
        "height": attachment.height,
    }


def author_face(author: User) -> dict[str, Any]:
    """Whose words they are; `username` is None for a guest, `avatar` a path or None."""
    return {
        "id": author.id,
        "username": author.username,
        "name": author.display_name,
        "avatar": author.avatar_url,
    }
