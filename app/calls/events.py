"""What can happen in a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..rooms.events import RoomEvent


@dataclass(frozen=True, kw_only=True)
class CallStarted(RoomEvent):
    """`reason` is why it is carried by the mesh where it should have been Daily."""

    type = "call:started"
    call_id: int
    provider: str = "mesh"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class CallMoved(RoomEvent):
    """A live call is carried on by another provider; everybody inside takes part anew."""

    type = "call:moved"
    call_id: int
    provider: str
    reason: str


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
class HandChanged(RoomEvent):
    """A hand went up or down: `hand` is since when it is raised (ISO 8601), None while it is down."""

    type = "call:hand"
    durable: ClassVar[bool] = False
    user_id: int
    hand: str | None


@dataclass(frozen=True, kw_only=True)
class ParticipantReturned(RoomEvent):
    """A page was loaded again, or another tab took over: the same seat under another id."""

    type = "call:returned"
    durable: ClassVar[bool] = False
    user_id: int
    participant_id: str
    before_id: str


@dataclass(frozen=True, kw_only=True)
class RecordingAsked(RoomEvent):
    """This participant's browser records from here on, of the others those who agree."""

    type = "call:recording-asked"
    user_id: int
    participant_id: str


@dataclass(frozen=True, kw_only=True)
class RecordingEnded(RoomEvent):
    """`reason`: stopped (by who recorded), left, forbidden (they may not any more, or the room does not)."""

    type = "call:recording-ended"
    user_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecordingAnswered(RoomEvent):
    """Somebody may be recorded, or may not: not kept beyond the recording."""

    type = "call:consent"
    durable: ClassVar[bool] = False
    user_id: int
    participant_id: str
    has_agreed: bool
