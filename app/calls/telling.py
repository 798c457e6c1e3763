"""How a room is told of a fact: the panel drawn anew, a line for people, data for scripts."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ..db import db
from ..realtime.broadcast import Broadcast, current_entry
from ..realtime.partial import hx_partial, partial
from ..rooms.events import RoomEvent
from ..rooms.models import Room
from ..rooms.words import names_of, sentence
from .events import ParticipantJoined
from .panel import panel_partials


def told(event: RoomEvent, name: str, data: dict[str, Any]) -> Broadcast:
    """The panel drawn anew, the event as a line in activity and chat, and its data for scripts."""
    room = room_of(event)
    content = panel_partials(room) + lines(event)
    return Broadcast(name, data=data | {"room_code": room.code}, content=content, script=True)


def lines(event: RoomEvent) -> Markup:
    """What happened in words, where it is worth reading."""
    entry = current_entry()
    values = event.values()
    names = names_of([event.actor_id, values.get("user_id"), values.get("host_id")])
    text = sentence(event.type, event.actor_id, values, names)
    if text is None or entry is None:
        return Markup("")
    line = partial("rooms/_activity_line.html", id=f"line-{entry.seq}", text=text, at=entry.at)
    is_toast = event.type == ParticipantJoined.type
    chat = partial("chat/_event_line.html", id=f"event-{entry.seq}", text=text, at=entry.at, silent=is_toast)
    return hx_partial("#activity", line, "beforeend") + hx_partial("#messages", chat, "beforeend")


def room_of(event: RoomEvent) -> Room:
    return db.session.get_one(Room, event.room_id)
