"""What is said of a recording, on the way up and down: who records, and who agreed. The recording itself never comes here."""

from __future__ import annotations

from typing import Any

from ..errors import Invalid
from ..limits import SWITCHES
from ..log import transaction
from ..realtime.broadcast import Broadcast, broadcast
from ..realtime.connection import Connection
from ..realtime.signals import signal
from . import actions
from .events import RecordingAnswered, RecordingAsked, RecordingEnded
from .signals import present
from .telling import told


@signal("call:record", limit=SWITCHES)
def record(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """`action`: ask (and record those who agree) or stop."""
    action = data.get("action")
    if action not in ("ask", "stop"):
        raise Invalid({"action": "Say ask, or stop."})
    with transaction():
        participant, standing = present(connection, audience)
        if action == "ask":
            actions.ask_to_record(participant, standing)
        else:
            actions.stop_recording(participant)


@signal("call:consent", limit=SWITCHES)
def consent(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """One's own answer to who asked (`recorder`); it may be changed at any time."""
    if not isinstance(data.get("agreed"), bool):
        raise Invalid({"agreed": "Say whether you may be recorded: true or false."})
    if not isinstance(data.get("recorder"), str | None):
        raise Invalid({"recorder": "Name the participant who asked."})
    with transaction():
        participant, _standing = present(connection, audience)
        actions.answer_recording(participant, data["agreed"], data.get("recorder"))


@broadcast(RecordingAsked)
def recording_asked(event: RecordingAsked, audience: str) -> Broadcast:
    return told(event, "call:recording-asked", {"participant": event.participant_id, "user_id": event.user_id})


@broadcast(RecordingEnded)
def recording_ended(event: RecordingEnded, audience: str) -> Broadcast:
    return told(event, "call:recording-ended", {"user_id": event.user_id, "reason": event.reason})


@broadcast(RecordingAnswered)
def recording_answered(event: RecordingAnswered, audience: str) -> Broadcast:
    data = {"participant": event.participant_id, "user_id": event.user_id, "agreed": event.has_agreed}
    return Broadcast("call:consent", data=data, script=True)
