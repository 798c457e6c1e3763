"""What comes in from the socket for chat."""

from __future__ import annotations

from typing import Any

from ..errors import Refusal
from ..limits import MESSAGES
from ..log import transaction
from ..realtime.connection import Connection
from ..realtime.signals import signal
from ..rooms.access import standing_with
from .actions import post_message


@signal("message:send", limit=MESSAGES)
def send_message(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """Say something: `{client_id|clientId, body|content}`; the answer is the push that everybody hears."""
    kind, _, room_id = (audience or "").partition(":")
    if kind != "room" or audience not in connection.audiences or connection.user_id is None:
        raise Refusal("NOT_MEMBER")
    with transaction():
        # Asked anew with every message: a socket may be older than a removal.
        standing = standing_with(connection.user_id, int(room_id))
        post_message(standing, _either(data, "client_id", "clientId"), _either(data, "body", "content"))


def _either(data: dict[str, Any], name: str, alias: str) -> Any:
    return data[name] if name in data else data.get(alias)
