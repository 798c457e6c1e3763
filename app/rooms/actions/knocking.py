"""Knocking at a room with a waiting room, and what comes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from sqlalchemy import delete, func

from ... import clock
from ...accounts.models import User
from ...db import db
from ...errors import Invalid, Refusal
from ...events import announce
from ..access import kicked, refuse_if_over, standing_in
from ..holding import hold
from ..knock_events import KnockAnswered, Knocked, KnockEnded, KnockEvent, KnockNoteChanged
from ..knocks import AWAY, PATIENCE, hosts_of, knock_in, last_knock, wait_after_a_no, waiting_in
from ..models import Knock, Membership, Room
from ..wishes import clean_line

NOTE = 140
KEPT = timedelta(days=1)  # longer than an admission is good for
SEEN_EVERY = timedelta(seconds=20)
E = TypeVar("E", bound=KnockEvent)


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
    announce(_fact(Knocked, fresh, user.id))
    return fresh


def leave_note(knock: Knock, note: str) -> None:
    """Other words for the hosts to read; raises Invalid where they are too many."""
    cleaned = clean_note(note)
    _read_anew(knock)
    if knock.state == "waiting" and cleaned != knock.note:
        knock.note = cleaned
        announce(_fact(KnockNoteChanged, knock, knock.user_id))


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
    _read_anew(knock)
    if knock.state in ("waiting", "admitted"):
        _end(knock, "withdrawn", knock.user_id)


def answer_knock(by: Membership, knock_id: int, answer: str) -> Knock:
    """`admitted` or `declined`. Of two hosts who answer at once one wins; the other hears KNOCK_OVER."""
    _refuse_others(by)
    hold(by.room_id)
    found = knock_in(by.room, knock_id)
    if found is None:
        raise Refusal("NOT_FOUND")
    _read_anew(found)
    if found.state != "waiting":
        raise Refusal("KNOCK_OVER", words=_what_became_of(found))
    _answer(found, answer, by.user_id)
    return found


def answer_everybody(by: Membership, answer: str, most: int | None = None) -> list[Knock]:
    """The same for all who wait, at most `most`, who came first; those who were answered."""
    _refuse_others(by)
    hold(by.room_id)
    answered: list[Knock] = []
    for each in waiting_in(by.room)[:most]:
        _read_anew(each)
        if each.state == "waiting":
            _answer(each, answer, by.user_id)
            answered.append(each)
    return answered


def dismiss_waiting(by: Membership) -> None:
    """The waiting room is switched off: whoever waits may come in, unless the room is private."""
    answer_everybody(by, "admitted" if by.room.is_public else "declined")


def expire_knock(knock_id: int) -> None:
    """Nobody is behind this knock any more, as far as one can tell."""
    found = db.session.get(Knock, knock_id, with_for_update={"of": Knock})
    if found is not None and found.state == "waiting":
        _end(found, "expired", None)


def end_knocks_in(room: Room) -> None:
    """The room is over: there is nothing to wait for."""
    hold(room.id)
    for each in waiting_in(room):
        _end(each, "expired", None, how="closed")


def forget_old_knocks() -> None:
    """Those that were answered or given up long ago; who waits is never forgotten."""
    heard = func.coalesce(Knock.answered_at, Knock.seen_at)
    db.session.execute(delete(Knock).where(Knock.state != "waiting", heard < clock.now() - KEPT))


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


def _refuse_others(by: Membership) -> None:
    if not by.is_host:
        raise Refusal("NOT_HOST")


def _read_anew(knock: Knock) -> None:
    """Keep its row as well: the caretaker, who gives knocks up, holds no room."""
    db.session.flush()
    db.session.refresh(knock, with_for_update={"of": Knock})


def _answer(knock: Knock, answer: str, by_id: int) -> None:
    knock.state, knock.answered_at, knock.answered_by_id = answer, clock.now(), by_id
    announce(_fact(KnockAnswered, knock, by_id, answer=answer))


def _end(knock: Knock, state: str, actor_id: int | None, how: str = "") -> None:
    knock.state = state
    announce(_fact(KnockEnded, knock, actor_id, how=how or state))


def _what_became_of(knock: Knock) -> str:
    name, by = knock.user.display_name, knock.answered_by.display_name if knock.answered_by else "Another host"
    if knock.state in ("admitted", "entered"):
        return f"{by} has let {name} in already."
    return f"{by} has said no already." if knock.state == "declined" else f"{name} does not wait any more."


def _fact(kind: type[E], knock: Knock, actor_id: int | None, **more: str) -> E:
    return kind(
        room_id=knock.room_id,
        user_id=knock.user_id,
        knock_id=knock.id,
        host_ids=hosts_of(knock.room),
        actor_id=actor_id,
        **more,
    )
