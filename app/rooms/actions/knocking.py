"""Knocking at a room with a waiting room, and waiting there."""

from __future__ import annotations

from datetime import timedelta

from ... import clock
from ...accounts.models import User
from ...db import db
from ...errors import Invalid, Refusal
from ...events import announce
from ..access import kicked, refuse_if_over, standing_in
from ..holding import hold
from ..knock_events import Knocked, KnockNoteChanged
from ..knocks import AWAY, PATIENCE, last_knock, wait_after_a_no
from ..models import Knock, Room
from ..wishes import clean_line
from .knock_rows import end_as, fact_of, read_anew

NOTE = 140
SEEN_EVERY = timedelta(seconds=20)


def knock(room: Room, user: User, note: str = "", proof: str | None = None) -> Knock:
    """Ask the hosts of `room` to let `user` in; who waits already goes on waiting, with a new note.

    Raises KICKED, ROOM_LOCKED and PASSWORD_REQUIRED as joining does, KNOCK_DECLINED for a minute
    after a no. A private room says nothing of its lock and password: there a host decides alone.
    """
    hold(room.id)
    refuse_if_over(room)
    standing = standing_in(room, user.id)
    if standing is not None and standing.kicked_at is not None:
        raise kicked(standing)
    _refuse_at_the_door(room, proof)
    last = last_knock(room, user)
    if last is not None and last.state == "waiting":
        see(last)
        leave_note(last, note or last.note)
        return last
    _refuse_after_a_no(last)
    fresh = Knock(room_id=room.id, user_id=user.id, note=clean_note(note))
    db.session.add(fresh)
    db.session.flush()
    announce(fact_of(Knocked, fresh, user.id))
    return fresh


def leave_note(knock: Knock, note: str) -> None:
    """Other words for the hosts to read; raises Invalid where they are too many."""
    cleaned = clean_note(note)
    read_anew(knock)
    if knock.state == "waiting" and cleaned != knock.note:
        knock.note = cleaned
        announce(fact_of(KnockNoteChanged, knock, knock.user_id))


def see(knock: Knock) -> None:
    """The page that waits has given a sign of life."""
    if knock.state == "waiting" and knock.seen_at < clock.now() - SEEN_EVERY:
        knock.seen_at = clock.now()


def step_away(knock: Knock) -> None:
    """The page that waits goes: for good, unless it is seen again within AWAY, for it may be a reload."""
    if knock.state == "waiting":
        knock.seen_at = clock.now() - PATIENCE + AWAY


def withdraw(knock: Knock) -> None:
    """Who knocked thinks better of it; an admission that was not used is given back too."""
    read_anew(knock)
    if knock.state in ("waiting", "admitted"):
        end_as(knock, "withdrawn", knock.user_id)


def clean_note(note: str) -> str:
    """One line of at most NOTE characters; raises Invalid beyond."""
    cleaned = clean_line(note)
    if len(cleaned) > NOTE:
        raise Invalid({"note": f"A note has at most {NOTE} characters; this one has {len(cleaned)}."})
    return cleaned


def _refuse_at_the_door(room: Room, proof: str | None) -> None:
    if room.is_public and room.is_locked:
        raise Refusal("ROOM_LOCKED")
    if room.is_public and room.has_password and proof != room.password_hash:
        raise Refusal("PASSWORD_REQUIRED")


def _refuse_after_a_no(last: Knock | None) -> None:
    seconds = wait_after_a_no(last)
    if seconds:
        raise Refusal("KNOCK_DECLINED", seconds=seconds, headers={"Retry-After": str(seconds)})
