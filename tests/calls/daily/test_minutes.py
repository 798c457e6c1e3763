"""Daily's minutes: what is counted, by whom, what becomes of calls when they are used up, and who reads it."""

from __future__ import annotations

import html
import time
from typing import Any

import pytest

from app.calls import actions as calls
from app.calls.minutes import minutes_used
from app.calls.models import DailyMonth, Participant
from app.calls.providers.daily.client import Daily
from app.calls.tickets import ticket_of
from app.db import db
from app.errands import work_off
from app.log import entries, transaction
from app.notices.daily_lane import LANE, run_all, tell_daily
from app.notices.daily_minutes import count_minutes
from app.rooms import actions as rooms
from app.rooms.access import standing_in
from app.rooms.wishes import RoomWishes
from tests.calls.daily.steps import go_in, here, names, pass_time, read, ticket
from tests.calls.test_seats import enter
from tests.conftest import Cast
from tests.servers.daily import LocalDaily
from tests.servers.daily_state import FakeRoom, Session


def test_minutes_are_those_that_people_spent_at_daily(cast: Cast, noise: None, daily: LocalDaily, clock: Any) -> None:
    ticket(cast.standing["asha"])
    pass_time(clock, 2)
    ticket(cast.standing["kenji"])
    pass_time(clock, 3)
    assert minutes_used() == 5 + 3
    with transaction():
        calls.leave_everywhere(cast.kenji.id)
    pass_time(clock, 1)
    assert minutes_used() == 6 + 3
    with transaction():
        rooms.close_room(cast.room, cast.asha)
    pass_time(clock, 10)
    assert minutes_used() == 9


def test_of_two_counts_the_larger_one_counts_and_months_are_apart(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    session, _ = go_in(daily, cast.standing["asha"])
    name = f"guftagu-{cast.room.code}"
    daily.account.leave(name, session.id)
    here(daily, cast).past[0]["seconds"] = 125 * 60
    with transaction():
        calls.leave_everywhere(cast.asha.id)
    run_all()
    assert minutes_used() == 125
    with transaction():
        month = db.session.query(DailyMonth).one()
        month.month = "2001-01"
    assert minutes_used() <= 1


def test_a_spent_budget_opens_new_calls_as_a_mesh_and_leaves_old_ones_alone(
    cast: Cast, daily: LocalDaily, clock: Any
) -> None:
    run_all()
    ticket(cast.standing["asha"])
    with transaction():
        db.session.add(DailyMonth(month=f"{cast.room.created_at:%Y-%m}", seconds=10_000 * 60))
        other = rooms.create_room(cast.kenji, RoomWishes())
    run_all()
    assert f"guftagu-{other.code}" not in daily.account.rooms
    assert ticket(cast.standing["leila"])["provider"] == "daily"
    assert ticket(standing_in(other, cast.kenji.id))["provider"] == "mesh"  # type: ignore[arg-type]
    started = next(entry for entry in entries(f"room:{other.id}", 0) if entry.type == "call:started")
    assert (started.data["provider"], started.data["reason"]) == ("mesh", "budget_spent")
    assert any("used up" in line for line in read(other))


def test_a_seat_that_moves_to_another_tab_is_counted_on(cast: Cast, daily: LocalDaily, clock: Any) -> None:
    seat = enter(cast.standing["asha"])
    ticket_of(db.session.get_one(Participant, seat.id))
    clock.tick(minutes=4)
    with transaction():
        fresh = calls.connect(cast.standing["asha"], seat.session_id, None, mic=True, camera=True)
    assert fresh.daily_since is None
    assert minutes_used() == 4
    ticket_of(fresh)
    clock.tick(minutes=1)
    assert minutes_used() == 5


def test_all_meetings_of_a_busy_month_are_counted(cast: Cast, daily: LocalDaily) -> None:
    """Daily shows a hundred at once."""
    for number in range(230):
        room = FakeRoom(f"other-{number}", "https://tests.daily.co/other")
        gone = Session(f"s{number}", "u1", "Somebody", False, time.time())
        room.past.append({"session": gone, "seconds": 60})
        daily.account.rooms[room.name] = room
    count_minutes(Daily())
    assert minutes_used() == 230
    assert daily.count("GET /meetings") == 3


def test_nobody_stays_because_minutes_are_counted(cast: Cast, daily: LocalDaily) -> None:
    """A busy month is many pages long, and the account may read only two of them in a second."""
    run_all()
    go_in(daily, cast.standing["asha"])
    go_in(daily, cast.standing["kenji"])
    with transaction():
        tell_daily(count_minutes)
    with transaction():
        rooms.kick(cast.standing["asha"], cast.standing["kenji"])
    work_off(LANE)
    assert names(here(daily, cast)) == ["Asha"]
    assert daily.count("GET /meetings") == 0
    run_all()
    assert daily.count("GET /meetings") == 1


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "Calls in this room are carried by Daily."),
        (9_200, "nearly used up"),
        (10_000, "calls go directly from browser to browser until the month is over"),
    ],
)
def test_hosts_read_how_their_calls_go(cast: Cast, client_of: Any, minutes: int, words: str) -> None:
    with transaction():
        db.session.add(DailyMonth(month=f"{cast.room.created_at:%Y-%m}", seconds=minutes * 60))
    assert words in settings_of(cast, client_of)
    with transaction():
        cast.room.max_participants = 4
    assert "rooms for 4 people or fewer go directly" in settings_of(cast, client_of)


def test_hosts_read_what_became_of_the_call_that_goes_on(cast: Cast, daily: LocalDaily, client_of: Any) -> None:
    call = enter(cast.standing["asha"]).call
    with transaction():
        db.session.add(DailyMonth(month=f"{cast.room.created_at:%Y-%m}", seconds=10_000 * 60))
    assert "Daily carries this call to its end." in settings_of(cast, client_of)
    with transaction():
        calls.move_call(call.id, "daily_unreachable")
    assert "for Daily could not be reached" in settings_of(cast, client_of)


def settings_of(cast: Cast, client_of: Any) -> str:
    """The Room Settings as the host reads them."""
    return html.unescape(client_of(cast.asha).get(f"/room/{cast.room.code}/settings").get_data(as_text=True))
