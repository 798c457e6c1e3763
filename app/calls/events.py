"""What can happen in a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..rooms.events import RoomEvent


@dataclass(frozen=True, kw_only=True)
class CallStarted(RoomEvent):
    type = "call:started"
    call_id: int
    provider: str = "mesh"


@dataclass(frozen=True, kw_only=True)
class CallEnded(RoomEvent):
    type = "call:ended"
    call_id: int


@dataclass(frozen=True, kw_only=True)
class ParticipantJoined(RoomEvent):
    type = "room:participant-joined"
    call_id: int
    user_id: int
    participant_id: str


@dataclass(frozen=True, kw_only=True)
class ParticipantLeft(RoomEvent):
    """`reason`: left, lapsed (the line was gone), kicked, displaced (another tab), ended."""

    type = "room:participant-left"
    call_id: int
    user_id: int
    participant_id: str
    reason: str = "left"


@dataclass(frozen=True, kw_only=True)
class ParticipantChanged(RoomEvent):
    """Microphone, camera or screen were switched: not kept, the next one says it anew."""

    type = "call:state"
    durable: ClassVar[bool] = False
    user_id: int
    participant_id: str
    mic: bool
    camera: bool
    screen: bool


@dataclass(frozen=True, kw_only=True)
class ParticipantReturned(RoomEvent):
    """A page was loaded again, or another tab took over: the same seat under another id."""

    type = "call:returned"
    durable: ClassVar[bool] = False
    user_id: int
    participant_id: str
    before_id: str
