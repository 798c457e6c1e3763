"""What can happen at the door of a room: only its hosts and the one who knocks hear of it."""

from __future__ import annotations

from dataclasses import dataclass

from .events import RoomEvent


@dataclass(frozen=True, kw_only=True)
class KnockEvent(RoomEvent):
    """A fact about a knock; `host_ids` are those who could answer it when it happened."""

    user_id: int
    knock_id: int
    host_ids: tuple[int, ...]

    @property
    def audiences(self) -> tuple[str, ...]:
        # In one order everywhere: each takes a row of the log with it.
        return tuple(f"user:{user_id}" for user_id in sorted({*self.host_ids, self.user_id}))


@dataclass(frozen=True, kw_only=True)
class Knocked(KnockEvent):
    type = "room:knocked"


@dataclass(frozen=True, kw_only=True)
class KnockNoteChanged(KnockEvent):
    type = "room:knock-note-changed"


@dataclass(frozen=True, kw_only=True)
class KnockEnded(KnockEvent):
    """`how`: withdrawn (by who knocked), expired (their page is gone), closed (the room is)."""

    type = "room:knock-ended"
    how: str


@dataclass(frozen=True, kw_only=True)
class KnockAnswered(KnockEvent):
    """`answer`: admitted, of which the room hears too, or declined."""

    type = "room:knock-answered"
    answer: str

    @property
    def audiences(self) -> tuple[str, ...]:
        room = (f"room:{self.room_id}",) if self.answer == "admitted" else ()
        return (*room, *super().audiences)
