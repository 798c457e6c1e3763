"""The People panel and the facts on the bar: what is drawn alike on the page and in every push."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from ..accounts.models import User
from ..realtime.partial import hx_partial, partial
from ..rooms.access import kicked_from, members_of
from ..rooms.models import Room
from .access import inside
from .models import Participant


@dataclass(frozen=True)
class Person:
    """Somebody inside, with all their tabs taken together, as everybody may see them."""

    user: User
    role: str
    is_host: bool
    is_muted: bool
    participants: tuple[Participant, ...]

    @property
    def mic(self) -> bool:
        return any(tab.mic_on for tab in self.participants)

    @property
    def camera(self) -> bool:
        return any(tab.camera_on for tab in self.participants)

    @property
    def hand(self) -> datetime | None:
        """Since when it is raised."""
        return min((tab.hand_raised_at for tab in self.participants if tab.hand_raised_at), default=None)

    @property
    def screen(self) -> bool:
        return any(tab.screen_on for tab in self.participants)

    @property
    def state(self) -> str:
        """One word for the row: Active, Muted, Video off."""
        if not self.mic:
            return "Muted"
        return "Active" if self.camera else "Video off"


def people_in(room: Room) -> list[Person]:
    """Everybody inside who has shown up, the longest first."""
    standings = {standing.user_id: standing for standing in members_of(room)}
    tabs: dict[int, list[Participant]] = {}
    for participant in inside(room):
        if participant.has_connected and participant.user_id in standings:
            tabs.setdefault(participant.user_id, []).append(participant)
    return [
        Person(
            user=standings[user_id].user,
            role=standings[user_id].role,
            is_host=user_id == room.host_id,
            is_muted=standings[user_id].is_muted,
            participants=tuple(theirs),
        )
        for user_id, theirs in tabs.items()
    ]


def people_panel(room: Room, people: list[Person] | None = None) -> Markup:
    """`calls/_people.html`, for everybody alike: raised hands first, in the order in which they went up."""
    people = people_in(room) if people is None else people
    raised = sorted((person for person in people if person.hand), key=lambda person: (person.hand, person.user.id))
    people = raised + [person for person in people if not person.hand]
    return partial("calls/_people.html", room=room, people=people, removed=kicked_from(room))


def panel_partials(room: Room) -> str:
    """What a push carries after any change of who is inside and how: panel, counts, state of the room."""
    people = people_in(room)
    return Markup("").join(
        [
            hx_partial("#people", people_panel(room, people), "innerMorph"),
            hx_partial("#room-count", partial("calls/_count.html", room=room, count=len(people)), "innerHTML"),
            hx_partial("#people-count", escape(len(people)), "innerHTML"),
        ]
    )
