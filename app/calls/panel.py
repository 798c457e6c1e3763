"""The People panel and the facts on the bar: what is drawn alike on the page and in every push."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    """`calls/_people.html`, for everybody alike."""
    people = people_in(room) if people is None else people
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


def person_face(user: User) -> dict[str, Any]:
    """A person as JSON, as far as everybody in the room may know them."""
    return {
        "id": user.id,
        "name": user.display_name,
        "username": user.username,
        "avatar": user.avatar_url,
        "initials": user.initials,
        "tint": user.tint,
        "is_guest": user.is_guest,
    }


def participant_face(participant: Participant, role: str, is_host: bool, is_muted: bool) -> dict[str, Any]:
    """A participant as JSON: what the browsers of the others need to draw a tile."""
    return {
        "participant": participant.id,
        "user": person_face(participant.user),
        "user_id": participant.user_id,
        "name": participant.user.display_name,
        "role": role,
        "is_host": is_host,
        "muted": is_muted,
        "mic": participant.mic_on,
        "camera": participant.camera_on,
        "screen": participant.screen_on,
    }


def faces_in(room: Room) -> list[dict[str, Any]]:
    """Every connected participant of the room as JSON."""
    return [
        participant_face(tab, person.role, person.is_host, person.is_muted)
        for person in people_in(room)
        for tab in person.participants
    ]
