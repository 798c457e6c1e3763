"""People and participants as JSON, for the browsers of the others."""

from __future__ import annotations

from typing import Any

from ..accounts.models import User
from ..db import db
from ..rooms.access import standing_in
from ..rooms.models import Room
from .access import live_call, seats_taken
from .models import Participant
from .panel import people_in


def person_face(user: User) -> dict[str, Any]:
    """A person as JSON, as far as everybody in the room may know them."""
    return {
        "id": user.id,
        "name": user.display_name,
        "username": user.username,
        "avatar": user.avatar_url,
        "initials": user.initials,
        "tint": user.tint,
        "is_guest": user.is_guest,
    }


def participant_face(participant: Participant, role: str, is_host: bool, is_muted: bool) -> dict[str, Any]:
    """A participant as JSON: what the browsers of the others need to draw a tile."""
    return {
        "participant": participant.id,
        "user": person_face(participant.user),
        "user_id": participant.user_id,
        "name": participant.user.display_name,
        "role": role,
        "is_host": is_host,
        "muted": is_muted,
        "mic": participant.mic_on,
        "camera": participant.camera_on,
        "screen": participant.screen_on,
        "agreed": participant.recording_consent,
        "hand": participant.hand_raised_at.isoformat() if participant.hand_raised_at else None,
    }


def faces_in(room: Room) -> list[dict[str, Any]]:
    """Every connected participant of the room as JSON."""
    return [
        participant_face(tab, person.role, person.is_host, person.is_muted)
        for person in people_in(room)
        for tab in person.participants
    ]


def recording_in(room: Room) -> dict[str, Any]:
    """Whether hosts may record here, and whose browser does."""
    call = live_call(room)
    return {"allowed": room.recording_enabled, "participant": call.recorder_id if call is not None else None}


def arrival(room_id: int, participant_id: str, user_id: int) -> dict[str, Any]:
    """Who has come, as their tile is drawn, and how many are inside now."""
    room = db.session.get_one(Room, room_id)
    data: dict[str, Any] = {"user_id": user_id, "participant": participant_id, "participant_count": seats_taken(room)}
    tab, standing = db.session.get(Participant, participant_id), standing_in(room, user_id)
    if tab is not None and standing is not None:
        data |= participant_face(tab, standing.role, user_id == room.host_id, standing.is_muted)
    return data | {"room_code": room.code}


def departure(room_id: int, participant_id: str, user_id: int) -> dict[str, Any]:
    """Who has gone, and how many are inside now."""
    room = db.session.get_one(Room, room_id)
    return {
        "room_code": room.code,
        "participant": participant_id,
        "user_id": user_id,
        "participant_count": seats_taken(room),
    }
