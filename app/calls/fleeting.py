"""What is told about who is inside without being kept: the next one heals it."""

from __future__ import annotations

from markupsafe import Markup

from ..accounts.events import ProfileChanged
from ..db import db
from ..events import on
from ..realtime.audience import participant_audience, room_audience, user_audience
from ..realtime.broadcast import push
from ..realtime.partial import hx_partial, partial
from ..rooms.access import members_of
from ..rooms.models import Room
from .access import rooms_with, seats_taken
from .events import HandChanged, ParticipantJoined, ParticipantLeft, ParticipantReturned
from .faces import arrival, departure
from .panel import panel_partials


@on(ProfileChanged)
def redraw_people(event: ProfileChanged) -> None:
    """Who changes their name or picture does so in the rooms they are inside too."""
    for room in rooms_with(event.user_id):
        push(
            room_audience(room.id), "room:people-changed", data={"user_id": event.user_id}, content=panel_partials(room)
        )


@on(ParticipantReturned)
def participant_returned(event: ParticipantReturned) -> None:
    """To the other browsers a reloaded page is one peer gone and another come; the log knows better."""
    room = db.session.get_one(Room, event.room_id)
    audience = room_audience(event.room_id)
    gone = departure(room.id, event.before_id, event.user_id) | {"reason": "returned"}
    push(participant_audience(event.before_id), "call:displaced", data={"participant": event.before_id})
    push(audience, "room:participant-left", data=gone)
    back = arrival(room.id, event.participant_id, event.user_id) | {"returned": True}
    push(audience, "room:participant-joined", data=back, content=panel_partials(room))


@on(HandChanged)
def hand_changed(event: HandChanged) -> None:
    room = db.session.get_one(Room, event.room_id)
    told = {"user_id": event.user_id, "hand": event.hand, "by": event.actor_id}
    push(room_audience(room.id), "call:hand", data=told, content=panel_partials(room))


@on(ParticipantLeft)
def tell_displaced_tab(event: ParticipantLeft) -> None:
    if event.reason == "displaced":
        push(participant_audience(event.participant_id), "call:displaced", data={"participant": event.participant_id})


@on(ParticipantJoined, ParticipantLeft)
def recount_on_lists(event: ParticipantJoined | ParticipantLeft) -> None:
    """How many are inside, on the home pages and menus of everybody who belongs to the room."""
    room = db.session.get_one(Room, event.room_id)
    count = seats_taken(room)
    content = Markup("").join(
        hx_partial(
            f"#{where}-{room.id}", partial("calls/_list_count.html", room=room, count=count, short=short), "innerHTML"
        )
        for where, short in (("room-count", False), ("menu-count", True))
    )
    for standing in members_of(room):
        push(
            user_audience(standing.user_id),
            "rooms:count",
            data={"room_code": room.code, "count": count},
            content=content,
        )
