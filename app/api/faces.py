"""What the API shows of rooms and people: strangers see the door, members the inside."""

from __future__ import annotations

from typing import Any

from ..accounts.models import User
from ..calls.access import people_inside, seats_taken
from ..rooms.access import members_of
from ..rooms.models import Membership, Room


def room_face(room: Room, count: int) -> dict[str, Any]:
    """What everybody who knows the code may know; who is inside is not among it."""
    return {
        "code": room.code,
        "name": room.name,
        "hostId": room.host_id,
        "hostName": room.host.display_name,
        "isLocked": room.is_locked,
        "isPublic": room.is_public,
        "hasPassword": room.has_password,
        "maxUsers": room.max_participants,
        "maxParticipants": room.max_participants,
        "participantCount": count,
        "state": _state(room, count),
        "videoEnabled": room.video_enabled,
        "audioEnabled": room.audio_enabled,
        "screenShareEnabled": room.screen_share_enabled,
        "chatEnabled": room.chat_enabled,
        "waitingRoom": room.waiting_room,
        "recordingEnabled": room.recording_enabled,
        "quality": room.quality,
        "createdAt": room.created_at.isoformat(),
        "updatedAt": max(room.created_at, room.last_active_at).isoformat(),
    }


def listed_face(standing: Membership, count: int) -> dict[str, Any]:
    """The room with what its members may know, people aside."""
    room = standing.room
    return room_face(room, count) | {
        "role": standing.role,
        "isSaved": room.is_saved,
        "expiresAt": room.expires_at.isoformat() if room.expires_at else None,
        "metadata": room.meta,
    }


def member_face(standing: Membership) -> dict[str, Any]:
    """The room as its members see it: everybody who belongs to it, and who of them is in the call."""
    room = standing.room
    inside = {participant.user_id for participant in people_inside([room.id]).get(room.id, [])}
    people = [_person_in(room, other, inside) for other in members_of(room)]
    return listed_face(standing, len(inside)) | {"participants": people}


def stranger_face(room: Room) -> dict[str, Any]:
    """The room as seen from outside."""
    return room_face(room, seats_taken(room))


def person_face(user: User) -> dict[str, Any]:
    """Somebody, as far as everybody in the room may know them."""
    return {
        "id": user.id,
        "name": user.display_name,
        "username": user.username,
        "avatar": user.avatar_url,
        "isGuest": user.is_guest,
    }


def own_face(user: User, room_code: str | None) -> dict[str, Any]:
    """The caller, as far as they may know themselves."""
    return person_face(user) | {
        "email": user.email,
        "isAdministrator": user.is_administrator,
        "roomCode": room_code,
    }


def _person_in(room: Room, standing: Membership, inside: set[int]) -> dict[str, Any]:
    return person_face(standing.user) | {
        "role": standing.role,
        "isHost": standing.user_id == room.host_id,
        "isMuted": standing.is_muted,
        "isInside": standing.user_id in inside,
        "joinedAt": standing.joined_at.isoformat(),
    }


def _state(room: Room, count: int) -> str:
    """Derived, never stored: a room is CREATED until anything has happened in it."""
    if count >= room.max_participants:
        return "FULL"
    return "ACTIVE" if count or room.last_active_at > room.created_at else "CREATED"
