"""What can happen to messages."""

from __future__ import annotations

from dataclasses import dataclass

from ..events import Event


@dataclass(frozen=True, kw_only=True)
class MessagePosted(Event):
    type = "message:new"
    room_id: int
    message_id: int

    @property
    def audiences(self) -> tuple[str, ...]:
        return (f"room:{self.room_id}",)
