"""What a room and its people should be at Daily."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from .... import clock
from ....rooms.knocks import hosts_of
from ....rooms.models import Membership, Room
from ...models import Participant

LIFETIME = timedelta(hours=24)
# Daily's room outlives ours by SLACK, and is told of a later end only when that has moved by STEP.
SLACK = timedelta(hours=2)
STEP = timedelta(hours=1)
IDENTITY = re.compile(r"u([0-9]{1,15})(?:-[0-9]{1,6})?")


def name_of(room: Room) -> str:
    """What the room is called at Daily."""
    return f"guftagu-{room.code}"


def identity_of(user_id: int, bans: int = 0) -> str:
    """What a person is called at Daily: at most 36 characters. Daily takes no ban back, so after each they are another."""
    return f"u{user_id}-{bans}" if bans else f"u{user_id}"


def person_behind(identity: Any) -> int | None:
    """The id of the person whom Daily calls so, None for strangers."""
    found = IDENTITY.fullmatch(identity) if isinstance(identity, str) else None
    return int(found[1]) if found else None


def properties_of(room: Room) -> dict[str, Any]:
    """The properties of the room at Daily. Chat and lobby are our own.

    Daily counts tabs where we count people: a page that finds it full although it has a seat tries again by itself.
    `permissions` are those with which who is no owner comes in: they hold at that moment, whenever their token was made.
    """
    end = (room.expires_at or clock.now() + LIFETIME) + SLACK
    return {
        "exp": int(end.timestamp()),
        "eject_at_room_exp": True,
        "max_participants": room.max_participants,
        "enable_screenshare": room.screen_share_enabled,
        "enable_chat": False,
        "enable_knocking": False,
        "enable_prejoin_ui": False,
        "permissions": {"canSend": may_send(room)},
        "start_video_off": False,
        "start_audio_off": False,
    }


def token_for(participant: Participant, standing: Membership, name: str, room_end: int, bans: int) -> dict[str, Any]:
    """The properties of one participant's token; what they may send is the room's to say, for a token cannot be taken back."""
    room = standing.room
    wanted: dict[str, Any] = {
        "room_name": name,
        "user_id": identity_of(standing.user_id, bans),
        "user_name": standing.user.display_name,
        "is_owner": standing.is_host,
        "exp": min(room_end, int((clock.now() + LIFETIME).timestamp())),
        "start_audio_off": not participant.mic_on,
        "start_video_off": not participant.camera_on,
    }
    if not room.screen_share_enabled:
        wanted["enable_screenshare"] = False
    return wanted


def rights_in(room: Room) -> list[Any]:
    """What everybody's rights there follow from: what the switches leave, and who may use the host controls."""
    return [may_send(room), list(hosts_of(room))]


def may_send(room: Room) -> bool | list[str]:
    """`canSend` as the room's switches have it: True for everything, else the kinds that are left."""
    switches = {
        "audio": room.audio_enabled,
        "video": room.video_enabled,
        "screenVideo": room.screen_share_enabled,
        "screenAudio": room.screen_share_enabled,
    }
    kinds = [kind for kind, is_on in switches.items() if is_on]
    return True if len(kinds) == len(switches) else kinds or False
