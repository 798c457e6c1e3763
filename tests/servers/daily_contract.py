"""Daily's own field names and types as a measure: what is not in tests/contract/daily-contract.json is not known to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "contract" / "daily-contract.json"
TYPES: dict[str, dict[str, str]] = json.loads(FILE.read_text())["types"]
KINDS = ("audio", "video", "screenAudio", "screenVideo", "customAudio", "customVideo")

PLAIN: dict[str, Callable[[Any], bool]] = {
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "Object": lambda value: True,
    "PermissionsCanSend": lambda value: _is_all_or_some(value, KINDS),
    "UpdatePermissionsRequestDataValueCanSend": lambda value: _is_all_or_some(value, (*KINDS, "participants")),
    "PermissionsCanAdmin": lambda value: _is_all_or_some(value, ("participants", "streaming", "transcription")),
}
# The names that the description gives to what it describes under another one.
NAMED = {
    "Properties": "token_properties",
    "RoomProperties": "room_properties",
    "Permissions": "permissions",
    "GetDomainConfig200ResponseConfig": "room_properties",
    "ListRooms200ResponseDataInnerConfig": "room_properties",
    "UpdatePermissionsRequestDataValue": "update_permissions_value",
    "GetMeetingInfo200ResponseDataInner": "meeting",
    "GetMeetingInfo200ResponseDataInnerParticipantsInner": "meeting_participant",
    "RoomsRoomNamePresenceGetResDataInner": "room_presence_row",
    "MeetingEndedPayload": "webhook_meeting_ended_payload",
    "MeetingStartedPayload": "webhook_meeting_started_payload",
    "ParticipantJoinedPayload": "webhook_participant_joined_payload",
    "ParticipantLeftPayload": "webhook_participant_left_payload",
    "ParticipantJoinedPayloadPermissions": "permissions",
}


def faults_in(value: Any, kind: str, path: str = "") -> Iterator[str]:
    """What is wrong with `value` as a `kind` (a key of the file, or a type as it is written there)."""
    kind, inner = NAMED.get(kind, kind), re.fullmatch(r"(Array|Hash)<(?:String, )?(.+)>", kind)
    if inner:
        yield from _faults_in_many(value, inner[1], inner[2], path)
    elif kind in PLAIN:
        if not PLAIN[kind](value):
            yield f"{path}: {value!r} is no {kind}"
    elif not isinstance(value, dict):
        yield f"{path}: {value!r} is no {kind}"
    else:
        for name, part in value.items():
            if name not in TYPES[kind]:
                yield f"{path}.{name}: unknown to Daily in {kind}"
            else:
                yield from faults_in(part, TYPES[kind][name], f"{path}.{name}")


def _faults_in_many(value: Any, container: str, kind: str, path: str) -> Iterator[str]:
    if not isinstance(value, list if container == "Array" else dict):
        yield f"{path}: {value!r} is no {container}"
        return
    for key, part in enumerate(value) if isinstance(value, list) else value.items():
        yield from faults_in(part, kind, f"{path}[{key}]")


def _is_all_or_some(value: Any, known: tuple[str, ...]) -> bool:
    return isinstance(value, bool) or (isinstance(value, list) and set(value) <= set(known))
