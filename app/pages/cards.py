"""A room as lists show it: on home, in the menu, in the history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..accounts.models import User
from ..calls.access import people_inside
from ..rooms.access import memberships_of
from ..rooms.knocks import waiting_counts
from ..rooms.models import Membership, Room


@dataclass(frozen=True)
class RoomCard:
    """A room with the viewer's standing in it and who is inside right now."""

    room: Room
    standing: Membership
    inside: tuple[User, ...]
    waiting: int = 0
    """How many are at its door, where the viewer may let them in."""

    @property
    def count(self) -> int:
        return len(self.inside)

    @property
    def is_created(self) -> bool:
        return self.room.owner_id == self.standing.user_id


def room_cards(user: User) -> list[RoomCard]:
    """The open rooms of `user`, those with people in them first."""
    cards = cards_of(memberships_of(user))
    return sorted(cards, key=lambda card: card.count == 0)


def cards_of(standings: Iterable[Membership]) -> list[RoomCard]:
    """Cards for these standings; one query for everybody inside, one for everybody at the doors."""
    standings = list(standings)
    inside = people_inside(standing.room_id for standing in standings)
    waiting = waiting_counts(standing.room_id for standing in standings if standing.is_host)
    return [
        RoomCard(
            standing.room,
            standing,
            tuple(seat.user for seat in inside.get(standing.room_id, [])),
            waiting.get(standing.room_id, 0),
        )
        for standing in standings
    ]
