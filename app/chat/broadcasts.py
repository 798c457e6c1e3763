"""What audiences are told about chat."""

from __future__ import annotations

from ..realtime.broadcast import Broadcast, broadcast
from ..realtime.partial import partial
from .access import standing_message
from .events import MessagePosted
from .faces import message_face


@broadcast(MessagePosted)
def tell_message(event: MessagePosted, _audience: str) -> Broadcast | None:
    """The new line of the list; None once the message has been deleted again."""
    message = standing_message(event.room_id, event.message_id)
    if message is None:
        return None
    return Broadcast(
        event.type,
        data={"message": message_face(message, message.room.code)},
        content=partial("chat/_pushed.html", message=message, room=message.room),
    )
