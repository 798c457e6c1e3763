"""What comes in from the socket for chat."""

from __future__ import annotations

from typing import Any

from ..accounts.models import User
from ..db import db
from ..errors import Refusal
from ..log import transaction
from ..realtime.connection import Connection
from ..realtime.socket import signal
from ..rooms.access import membership_for
from ..rooms.models import Membership, Room
from .actions import post_message


@signal("message:send")
def send_message(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """Say something by socket: `{client_id|clientId, body|content}`; the answer is the same push as everybody's."""
    with transaction():
        membership = _membership(connection.user_id, audience)
        post_message(membership, _either(data, "client_id", "clientId"), _either(data, "body", "content"))


def _membership(user_id: int | None, audience: str) -> Membership:
    """Asked anew with every message: a socket may be older than a kick."""
    kind, _, number = audience.partition(":")
    room = db.session.get(Room, int(number)) if kind == "room" and number.isdecimal() else None
    user = db.session.get(User, user_id) if user_id else None
    if room is None or user is None:
        raise Refusal("NOT_MEMBER")
    return membership_for(user, room.code)


def _either(data: dict[str, Any], name: str, alias: str) -> Any:
    return data[name] if name in data else data.get(alias)
