"""A room's place at Daily: as it was last told, and as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .... import clock
from ....rooms.models import Room
from ...models import DailyRoom
from .wishes import STEP, properties_of


@dataclass(frozen=True)
class Place:
    """Where a room is at Daily, as noted, and how it should be."""

    room_id: int
    name: str
    url: str | None
    end: int
    told: dict[str, Any]
    wanted: dict[str, Any]
    is_over: bool

    @property
    def is_ready(self) -> bool:
        """Whether people can be sent there as it is."""
        return self.url is not None and self.end - clock.now().timestamp() > STEP.total_seconds()

    @property
    def has_drifted(self) -> bool:
        """Whether Daily should be told anew: a switch is another, or the end has moved by a step."""
        same = {key: value for key, value in self.wanted.items() if key != "exp"}
        is_later = self.wanted["exp"] - self.end > STEP.total_seconds()
        return is_later or any(self.told.get(key) != value for key, value in same.items())

    def bans_of(self, user_id: int) -> int:
        """How often this person was banned there."""
        return int(self.told.get("bans", {}).get(str(user_id), 0))


def place_as_noted(noted: DailyRoom, room: Room) -> Place:
    """The facts of it, which outlive the transaction they were read in."""
    end = int(noted.expires_at.timestamp()) if noted.expires_at else 0
    return Place(room.id, noted.name, noted.url, end, noted.told, properties_of(room), room.closed_at is not None)
