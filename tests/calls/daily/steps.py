"""What people, time and the caretaker do in a house whose calls Daily carries, and how it looks there."""

from __future__ import annotations

from typing import Any

from app.calls import actions as calls
from app.calls.models import Participant
from app.calls.tickets import ticket_of
from app.db import db
from app.log import entries, transaction
from app.notices.caretaker import tend
from app.notices.daily_lane import run_all
from app.rooms import actions as rooms
from app.rooms.models import Membership, Room
from app.rooms.words import names_in, sentence
from tests.calls.test_seats import enter
from tests.conftest import Cast
from tests.servers.daily import LocalDaily
from tests.servers.daily_state import FakeRoom, Session


def ticket(standing: Membership) -> dict[str, Any]:
    """What a page gets that takes a seat."""
    return ticket_of(db.session.get_one(Participant, enter(standing).id))


def go_in(daily: LocalDaily, standing: Membership) -> tuple[Session, str]:
    """Take a seat and enter Daily's room as its page does; the session there, and the token used."""
    token = ticket(standing)["token"]
    return daily.account.enter(f"guftagu-{standing.room.code}", token), token


def at_daily(daily: LocalDaily, room: Room) -> FakeRoom:
    return daily.account.rooms[f"guftagu-{room.code}"]


def here(daily: LocalDaily, cast: Cast) -> FakeRoom:
    return at_daily(daily, cast.room)


def names(room: FakeRoom) -> list[str]:
    return [session.user_name for session in room.sessions.values()]


def with_kenji_removed(daily: LocalDaily, cast: Cast) -> str:
    """Asha and Kenji were in the call, and she has removed him; the token he had."""
    run_all()
    go_in(daily, cast.standing["asha"])
    _, token = go_in(daily, cast.standing["kenji"])
    with transaction():
        rooms.kick(cast.standing["asha"], cast.standing["kenji"])
    run_all()
    return token


def read(room: Room) -> list[str]:
    """What everybody in the room reads of what happened."""
    rows = entries(f"room:{room.id}", 0)
    return [text for row in rows if (text := sentence(row.type, row.actor_id, row.data, names_in(rows)))]


def pass_time(clock: Any, minutes: float) -> None:
    """Time passes, and every socket is alive: a seat whose socket is silent for longer than a minute lapses."""
    while minutes > 0:
        clock.tick(minutes=min(minutes, 0.5))
        minutes -= 0.5
        with transaction():
            calls.renew(seat.id for seat in db.session.query(Participant))


def tick(clock: Any, seconds: int = 16) -> None:
    """Time passes, and the caretaker walks its round."""
    pass_time(clock, seconds / 60)
    tend()
    run_all()
