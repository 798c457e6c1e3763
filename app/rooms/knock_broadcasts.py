"""What is told about the door of a room: its hosts see who knocks, who knocks hears the answer, nobody else a word."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from ..db import db
from ..realtime.audience import user_audience
from ..realtime.broadcast import Broadcast, broadcast
from ..realtime.partial import hx_partial, partial
from .access import standing_in
from .events import RoleChanged
from .knock_events import KnockAnswered, Knocked, KnockEnded, KnockEvent, KnockNoteChanged
from .knocks import waiting_in
from .models import Knock, Membership, Room


def knocks_panel(standing: Membership | None) -> Markup:
    """Who waits, for the top of the People panel; nothing for those who may not answer."""
    if standing is None or not standing.is_host:
        return Markup("")
    return partial("rooms/_knocks.html", room=standing.room, knocks=waiting_in(standing.room))


@broadcast(Knocked, KnockNoteChanged, KnockEnded, KnockAnswered)
def at_the_door(event: KnockEvent, audience: str) -> Broadcast | None:
    """To each host the list and a card; to who knocked only that there is news."""
    room = db.session.get_one(Room, event.room_id)
    if audience == user_audience(event.user_id):
        return Broadcast(event.type, data=_news(event, room), script=True)
    found = _host_behind(audience, room)
    if found is None:
        return None
    knock = db.session.get(Knock, event.knock_id)
    content = _list_for(found) + _card(knock, event)
    return Broadcast(event.type, data=_news(event, room) | _face(knock), content=content, script=True)


@broadcast(RoleChanged)
def whose_door_it_is(event: RoleChanged, audience: str) -> Broadcast | None:
    """Who becomes a host sees who waits, who is none any more sees nothing of it."""
    if audience != user_audience(event.user_id):
        return None
    standing = standing_in(db.session.get_one(Room, event.room_id), event.user_id)
    return Broadcast(event.type, content=_list_for(standing)) if standing is not None else None


def _list_for(standing: Membership) -> Markup:
    room = standing.room
    count = len(waiting_in(room)) if standing.is_host else 0
    return hx_partial(f"#knocks-{room.id}", knocks_panel(standing), "innerHTML") + hx_partial(
        f"#knock-count-{room.id}", escape(count or ""), "innerHTML"
    )


def _card(knock: Knock | None, event: KnockEvent) -> Markup:
    """Over whatever page a host has open; taken away first, so that hearing of it twice is harmless."""
    gone = hx_partial(f"#knock-{event.knock_id}", "", "delete")
    if knock is None or knock.state != "waiting":
        return gone
    card = partial("rooms/_knock_card.html", knock=knock, room=knock.room)
    return gone + hx_partial("#notices", card, "afterbegin")


def _news(event: KnockEvent, room: Room) -> dict[str, Any]:
    values = event.values()
    how: dict[str, Any] = {name: values[name] for name in ("answer", "how") if name in values}
    return {"room_code": room.code, "knock_id": event.knock_id, "user_id": event.user_id, **how}


def _face(knock: Knock | None) -> dict[str, Any]:
    return {"name": knock.user.display_name, "note": knock.note} if knock is not None else {}


def _host_behind(audience: str, room: Room) -> Membership | None:
    kind, _, key = audience.partition(":")
    standing = standing_in(room, int(key)) if kind == "user" else None
    return standing if standing is not None and standing.is_host else None
