"""Answering at the door as far as there are seats, from whatever door."""

from __future__ import annotations

from ..errors import Refusal
from ..rooms.actions import answer_everybody, answer_knock
from ..rooms.knocks import admissions_open, waiting_in
from ..rooms.models import Membership, Room
from .access import seats_taken

ANSWERS = ("admitted", "declined")


class NoSeat(Refusal):
    """ROOM_FULL and ROOM_LOCKED in words for who holds the door open."""

    def __init__(self, code: str, room: Room, why: str) -> None:
        super().__init__(code)
        self.why = why
        self.ways = ((f"/room/{room.code}/settings", "Room Settings"),)

    @property
    def words(self) -> str:
        return self.why


def answer_one(standing: Membership, knock_id: int, answer: str) -> str:
    """Answer as this host, and what that comes to in words; raises ROOM_LOCKED, ROOM_FULL and KNOCK_OVER."""
    _refuse_unknown(answer)
    if answer == "admitted" and standing.is_host:
        _seats_for(standing.room)
    name = answer_knock(standing, knock_id, answer).user.display_name
    return f"{name} is let in" if answer == "admitted" else f"{name} was declined"


def answer_all(standing: Membership, answer: str) -> str:
    """The same for all who wait, who came first first."""
    _refuse_unknown(answer)
    seats = _seats_for(standing.room) if answer == "admitted" and standing.is_host else None
    count = len(answer_everybody(standing, answer, seats))
    left = len(waiting_in(standing.room))
    rest = f"; all seats are taken, {left} still waiting" if left else ""
    return f"{count} {'let in' if answer == 'admitted' else 'declined'}{rest}"


def _seats_for(room: Room) -> int:
    """How many can be let in."""
    if room.is_locked:
        raise NoSeat("ROOM_LOCKED", room, "The room is locked. Unlock it, then let them in. They go on waiting.")
    free = room.max_participants - seats_taken(room) - admissions_open(room)
    if free <= 0:
        seats = f"All {room.max_participants} seats are taken"
        raise NoSeat("ROOM_FULL", room, f"{seats}. Make room for more people, then let them in. They go on waiting.")
    return free


def _refuse_unknown(answer: str) -> None:
    if answer not in ANSWERS:
        raise Refusal("INVALID", message="Say admitted or declined.")
