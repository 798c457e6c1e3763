"""What a room is told about who is inside, how they stand, and what their hosts do."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ..accounts.events import ProfileChanged
from ..db import db
from ..events import on
from ..realtime.audience import room_audience, user_audience
from ..realtime.broadcast import Broadcast, broadcast, current_entry, push
from ..realtime.partial import hx_partial, partial
from ..rooms.access import members_of, standing_in
from ..rooms.broadcasts import removal
from ..rooms.events import (
    HostChanged,
    HostReturned,
    HostVanished,
    MemberForgiven,
    MemberKicked,
    MemberMuted,
    RoleChanged,
    RoomEvent,
    RoomLocked,
    RoomSettingsChanged,
    UnmuteRequested,
)
from ..rooms.models import Room
from ..rooms.words import names_of, sentence
from .access import rooms_with, seats_taken
from .events import CallEnded, CallStarted, ParticipantChanged, ParticipantJoined, ParticipantLeft, ParticipantReturned
from .models import Participant
from .panel import panel_partials, participant_face


@broadcast(CallStarted)
def call_started(event: CallStarted, audience: str) -> Broadcast:
    return Broadcast("call:started", data={"call_id": event.call_id, "provider": event.provider}, script=True)


@broadcast(CallEnded)
def call_ended(event: CallEnded, audience: str) -> Broadcast:
    return Broadcast("call:ended", data={"call_id": event.call_id}, script=True)


@broadcast(ParticipantJoined)
def participant_joined(event: ParticipantJoined, audience: str) -> Broadcast:
    return _told(event, "room:participant-joined", _joined_data(event.room_id, event.participant_id, event.user_id))


@broadcast(ParticipantLeft)
def participant_left(event: ParticipantLeft, audience: str) -> Broadcast:
    data = _left_data(event.room_id, event.participant_id, event.user_id) | {"reason": event.reason}
    return _told(event, "room:participant-left", data)


@broadcast(MemberKicked)
def member_kicked(event: MemberKicked, audience: str) -> Broadcast:
    if audience == user_audience(event.user_id):
        return removal(event)
    return _told(event, "room:host-action", {"action": "kick", "target_user_id": event.user_id})


@broadcast(MemberForgiven)
def member_forgiven(event: MemberForgiven, audience: str) -> Broadcast:
    return _told(event, "room:forgiven", {"user_id": event.user_id})


@broadcast(MemberMuted)
def member_muted(event: MemberMuted, audience: str) -> Broadcast:
    return _told(event, "room:host-action", {"action": "mute", "target_user_id": event.user_id})


@broadcast(UnmuteRequested)
def unmute_requested(event: UnmuteRequested, audience: str) -> Broadcast:
    return _told(event, "room:host-action", {"action": "unmute-request", "target_user_id": event.user_id})


@broadcast(RoleChanged)
def role_changed(event: RoleChanged, audience: str) -> Broadcast | None:
    data = {"user_id": event.user_id, "role": event.role, "room_code": _room(event).code}
    if audience == user_audience(event.user_id):
        return Broadcast("room:role-changed", data=data, script=True)
    return _told(event, "room:role-changed", data)


@broadcast(HostChanged)
def host_changed(event: HostChanged, audience: str) -> Broadcast:
    name = names_of([event.host_id])(event.host_id)
    return _told(
        event,
        "room:host-updated",
        {"host_id": event.host_id, "hostId": event.host_id, "how": event.how, "name": name},
    )


@broadcast(HostVanished)
def host_vanished(event: HostVanished, audience: str) -> Broadcast:
    name = names_of([event.host_id])(event.host_id)
    return _told(event, "room:host-left", {"host_id": event.host_id, "name": name})


@broadcast(HostReturned)
def host_returned(event: HostReturned, audience: str) -> Broadcast:
    return _told(event, "room:host-returned", {"host_id": event.host_id})


@broadcast(RoomLocked)
def room_locked(event: RoomLocked, audience: str) -> Broadcast:
    return _told(event, "room:lock-toggled", {"is_locked": event.is_locked, "isLocked": event.is_locked})


@broadcast(RoomSettingsChanged)
def settings_changed(event: RoomSettingsChanged, audience: str) -> Broadcast:
    room = _room(event)
    switches = ("video_enabled", "audio_enabled", "screen_share_enabled", "chat_enabled", "max_participants")
    return _told(event, "room:settings-changed", {name: getattr(room, name) for name in switches})


@broadcast(ParticipantChanged)
def participant_changed(event: ParticipantChanged, audience: str) -> Broadcast:
    data = {
        "participant": event.participant_id,
        "user_id": event.user_id,
        "mic": event.mic,
        "camera": event.camera,
        "screen": event.screen,
    }
    return Broadcast("call:state", data=data, content=panel_partials(_room(event)), script=True)


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
    gone = _left_data(room.id, event.before_id, event.user_id) | {"reason": "returned"}
    push(f"participant:{event.before_id}", "call:displaced", data={"participant": event.before_id})
    push(audience, "room:participant-left", data=gone)
    back = _joined_data(room.id, event.participant_id, event.user_id) | {"returned": True}
    push(audience, "room:participant-joined", data=back, content=panel_partials(room))


@on(ParticipantLeft)
def tell_displaced_tab(event: ParticipantLeft) -> None:
    if event.reason == "displaced":
        push(f"participant:{event.participant_id}", "call:displaced", data={"participant": event.participant_id})


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


def activity_line(entry_id: str, text: str, at: Any) -> Markup:
    return partial("rooms/_activity_line.html", id=entry_id, text=text, at=at)


def _told(event: RoomEvent, name: str, data: dict[str, Any]) -> Broadcast:
    """The panel drawn anew, the event as a line in activity and chat, and its data for scripts."""
    room = _room(event)
    content = panel_partials(room) + _lines(event)
    return Broadcast(name, data=data | {"room_code": room.code}, content=content, script=True)


def _lines(event: RoomEvent) -> Markup:
    entry = current_entry()
    values = event.values()
    names = names_of([event.actor_id, values.get("user_id"), values.get("host_id")])
    text = sentence(event.type, event.actor_id, values, names)
    if text is None or entry is None:
        return Markup("")
    line = activity_line(f"line-{entry.seq}", text, entry.at)
    chat = partial("chat/_event_line.html", id=f"event-{entry.seq}", text=text, at=entry.at)
    return hx_partial("#activity", line, "beforeend") + hx_partial("#messages", chat, "beforeend")


def _joined_data(room_id: int, participant_id: str, user_id: int) -> dict[str, Any]:
    room = db.session.get_one(Room, room_id)
    data: dict[str, Any] = {"user_id": user_id, "participant": participant_id, "participant_count": seats_taken(room)}
    tab, standing = db.session.get(Participant, participant_id), standing_in(room, user_id)
    if tab is not None and standing is not None:
        data |= participant_face(tab, standing.role, user_id == room.host_id, standing.is_muted)
    return data | {"room_code": room.code}


def _left_data(room_id: int, participant_id: str, user_id: int) -> dict[str, Any]:
    room = db.session.get_one(Room, room_id)
    return {
        "room_code": room.code,
        "participant": participant_id,
        "user_id": user_id,
        "participant_count": seats_taken(room),
    }


def _room(event: RoomEvent) -> Room:
    return db.session.get_one(Room, event.room_id)
