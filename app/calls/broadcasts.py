"""What a room is told about who is inside, how they stand, and what their hosts do."""

from __future__ import annotations

from ..realtime.audience import room_audience, user_audience
from ..realtime.broadcast import Broadcast, broadcast
from ..rooms.broadcasts import removal
from ..rooms.events import (
    HostChanged,
    HostReturned,
    HostVanished,
    MemberForgiven,
    MemberKicked,
    MemberMuted,
    RoleChanged,
    RoomLocked,
    RoomSettingsChanged,
    UnmuteRequested,
)
from ..rooms.knock_events import KnockAnswered
from ..rooms.link_events import LinkMade, LinkRevoked
from ..rooms.words import CALL_MOVES, names_of
from .events import CallEnded, CallMoved, CallStarted, ParticipantChanged, ParticipantJoined, ParticipantLeft
from .faces import arrival, departure
from .panel import panel_partials
from .telling import lines as _lines
from .telling import room_of as _room
from .telling import told as _told


@broadcast(CallStarted)
def call_started(event: CallStarted, audience: str) -> Broadcast:
    data = {"call_id": event.call_id, "provider": event.provider, "reason": event.reason}
    return Broadcast("call:started", data=data, content=_lines(event) or None, script=True)


@broadcast(CallMoved)
def call_moved(event: CallMoved, audience: str) -> Broadcast:
    words = CALL_MOVES.get(event.reason)
    data = {"call_id": event.call_id, "provider": event.provider, "reason": event.reason, "words": words}
    return Broadcast("call:moved", data=data, content=_lines(event), script=True)


@broadcast(CallEnded)
def call_ended(event: CallEnded, audience: str) -> Broadcast:
    return Broadcast("call:ended", data={"call_id": event.call_id}, script=True)


@broadcast(ParticipantJoined)
def participant_joined(event: ParticipantJoined, audience: str) -> Broadcast:
    return _told(event, "room:participant-joined", arrival(event.room_id, event.participant_id, event.user_id))


@broadcast(ParticipantLeft)
def participant_left(event: ParticipantLeft, audience: str) -> Broadcast:
    data = departure(event.room_id, event.participant_id, event.user_id) | {"reason": event.reason}
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
    switches: tuple[str, ...] = (
        "video_enabled",
        "audio_enabled",
        "screen_share_enabled",
        "chat_enabled",
        "waiting_room",
    )
    switches += ("recording_enabled", "max_participants", "quality", "name", "is_public", "has_password")
    return _told(event, "room:settings-changed", {name: getattr(room, name) for name in switches})


@broadcast(LinkMade, LinkRevoked)
def link_changed(event: LinkMade | LinkRevoked, audience: str) -> Broadcast:
    return Broadcast(event.type, data={"invitation_id": event.invitation_id}, content=_lines(event), script=True)


@broadcast(KnockAnswered)
def knock_answered(event: KnockAnswered, audience: str) -> Broadcast | None:
    """Of who was let in the room hears as of everything else; hosts and who knocked hear more by themselves."""
    if audience != room_audience(event.room_id):
        return None
    return _told(event, "room:knock-answered", {"user_id": event.user_id, "answer": event.answer})


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
