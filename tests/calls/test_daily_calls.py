"""A call at Daily while it goes on: who is there, who says so, what it costs, and when it is carried on without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app, errands
from app.calls import actions as calls
from app.calls.access import inside, live_call
from app.calls.minutes import minutes_used
from app.calls.models import DailyMonth, DailyRoom, Participant
from app.calls.providers.daily import client
from app.calls.tickets import ticket_of
from app.config import Settings
from app.db import db
from app.log import entries, transaction
from app.notices.caretaker import tend
from app.notices.daily_lane import run_all
from app.realtime.bus import Bus
from app.realtime.signals import dispatch
from app.rooms import actions as rooms
from app.rooms.access import standing_in
from app.rooms.models import Room
from app.rooms.wishes import RoomWishes
from tests.calls.test_daily_hosts import go_in, here, names
from tests.calls.test_daily_tickets import read, ticket
from tests.calls.test_seats import enter, refused
from tests.conftest import Cast, make_account, make_settings
from tests.servers.daily import KEY, LocalDaily
from tests.servers.processes import eventually


@pytest.fixture
def settings(tmp_path: Path, daily: LocalDaily, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.01)
    return make_settings(tmp_path, daily_api_key=KEY, daily_api_url=daily.url)


class Line:
    """The socket of one person in the room, without its wire."""

    def __init__(self, room: Room, seat: Participant) -> None:
        self.user_id, self.session_id, self.room_id = seat.user_id, seat.session_id, room.id
        self.state = {"participant": seat.id}
        self.audiences = {f"room:{room.id}"}
        self.names: dict[str, str] = {}
        self.heard: list[tuple[str, Any]] = []

    def send_envelope(self, event: str, audience: str | None = None, data: Any = None) -> bool:
        self.heard.append((event, data))
        return True

    def complain(self) -> None:
        """Say that Daily cannot be reached from here, and let the server look."""
        dispatch(self, f'{{"event": "call:trouble", "audience": "room:{self.room_id}", "data": {{"kind": "no-room"}}}}')  # type: ignore[arg-type]
        run_all()


def line_of(cast: Cast, name: str) -> Line:
    standing = cast.standing[name]
    seat = next(seat for seat in inside(cast.room) if seat.user_id == standing.user_id)
    return Line(cast.room, seat)


@pytest.fixture
def told(app: Flask) -> list[tuple[str, str]]:
    """What is pushed while a test runs, as audience and text."""
    bus: Bus = app.extensions["bus"]
    heard: list[tuple[str, str]] = []
    publishing = bus.publish

    def listen(audience: str, payload: bytes) -> None:
        heard.append((audience, payload.decode().replace(" ", "")))
        publishing(audience, payload)

    bus.publish = listen  # type: ignore[method-assign]
    return heard


def pass_time(clock: Any, minutes: float) -> None:
    """Time passes, and every socket is alive."""
    clock.tick(minutes=minutes)
    with transaction():
        calls.renew(seat.id for seat in db.session.query(Participant))


def tick(clock: Any, seconds: int = 16) -> None:
    """Time passes, and the caretaker walks its round."""
    pass_time(clock, seconds / 60)
    tend()
    run_all()


def test_polling_learns_who_is_who_and_who_has_gone(cast: Cast, daily: LocalDaily, clock: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    session, _ = go_in(daily, cast.standing["kenji"])
    tick(clock)
    kenji = next(seat for seat in inside(cast.room) if seat.user_id == cast.kenji.id)
    assert kenji.daily_session == session.id
    asked = daily.count("GET /presence")
    tick(clock, 5)
    assert daily.count("GET /presence") == asked, "its list is renewed every 15 seconds only"
    daily.account.leave(f"guftagu-{cast.room.code}", session.id)
    tick(clock)
    assert cast.kenji.id in {seat.user_id for seat in inside(cast.room)}, "their own line to us is alive"
    assert kenji.daily_session is None


def test_a_stranger_with_an_old_token_is_put_out(cast: Cast, noise: None, daily: LocalDaily, clock: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    _, token = go_in(daily, cast.standing["kenji"])
    with transaction():
        rooms.kick(cast.standing["asha"], cast.standing["kenji"])
    run_all()
    here(daily, cast).banned.clear()
    daily.account.enter(f"guftagu-{cast.room.code}", token)
    tick(clock)
    assert names(here(daily, cast)) == ["Asha"]
    assert here(daily, cast).banned == {f"u{cast.kenji.id}"}


def test_one_page_in_trouble_moves_nobody_while_daily_is_well(cast: Cast, daily: LocalDaily, told: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    go_in(daily, cast.standing["kenji"])
    line = line_of(cast, "kenji")
    line.complain()
    line.complain()
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]
    answers = [text for audience, text in told if audience == f"participant:{line.state['participant']}"]
    assert len(answers) == 2
    assert '"is_well":true' in answers[0]
    line_of(cast, "asha").complain()
    assert live_call(cast.room).provider == "mesh"  # type: ignore[union-attr]


def test_the_call_is_carried_on_when_daily_dies(cast: Cast, noise: None, daily: LocalDaily, told: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    go_in(daily, cast.standing["kenji"])
    daily.stop()
    line_of(cast, "kenji").complain()
    call = live_call(cast.room)
    assert call is not None
    assert (call.provider, call.reason) == ("mesh", "daily_unreachable")
    assert read(cast.room)[-1] == "Daily cannot be reached: the call goes on directly from browser to browser"
    heard = [text for audience, text in told if audience == f"room:{cast.room.id}" and "call:moved" in text]
    assert len(heard) == 1
    assert "hx-partial" in heard[0]
    seat = next(seat for seat in inside(cast.room) if seat.user_id == cast.asha.id)
    assert ticket_of(seat) == {"provider": "mesh", "ice_servers": []}
    assert {seat.daily_since for seat in inside(cast.room)} == {None}


def test_a_daily_that_is_only_busy_is_not_dead(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    go_in(daily, cast.standing["kenji"])
    daily.fail("", 429, **{"Retry-After": "3600"})
    line_of(cast, "kenji").complain()
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]
    with refused("DAILY_BUSY"):
        ticket(cast.standing["leila"])
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]


def test_a_room_that_somebody_deleted_at_daily_is_made_anew(cast: Cast, daily: LocalDaily, told: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    daily.account.rooms.clear()
    line_of(cast, "asha").complain()
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]
    assert f"guftagu-{cast.room.code}" in daily.account.rooms
    assert '"renewed":true' in told[-1][1]


def test_a_page_that_missed_the_move_is_told_to_come_along(cast: Cast, daily: LocalDaily, told: Any) -> None:
    """It got its ticket to Daily while the call was moved; nothing else moves for its word."""
    with transaction():
        cast.room.max_participants = 3
    ticket(cast.standing["asha"])
    asked = len(daily.asked)
    line = line_of(cast, "asha")
    line.complain()
    assert [text for to, text in told if to == f"participant:{line.state['participant']}" and '"renewed":true' in text]
    assert [one for one, _ in daily.asked[asked:]] == []


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


def test_errands_are_done_by_a_thread_on_either_database(either_app: Flask, daily: LocalDaily, tmp_path: Path) -> None:
    url = either_app.config["SQLALCHEMY_DATABASE_URI"]
    app = create_app(make_settings(tmp_path, database_url=url, daily_api_key=KEY, daily_api_url=daily.url))
    with app.app_context():
        with transaction():
            room = rooms.create_room(make_account("Host"), RoomWishes())
        room_id, code = room.id, room.code
        db.session.remove()
        errands.start(app)
        eventually(lambda: _noted(room_id) is not None)
        with transaction():
            seat = calls.connect(standing_in(db.session.get_one(Room, room_id), 1), None, None, True, True)  # type: ignore[arg-type]
            seat_id = seat.id
        assert ticket_of(db.session.get_one(Participant, seat_id))["url"].endswith(code)
        with transaction():
            rooms.close_room(db.session.get_one(Room, room_id), None)
        eventually(lambda: f"guftagu-{code}" not in daily.account.rooms)
        errands.stop(app)
        assert _noted(room_id) is None
        db.session.remove()
        db.engine.dispose()


def _noted(room_id: int) -> str | None:
    found = db.session.get(DailyRoom, room_id)
    url = found.url if found else None
    db.session.rollback()
    return url


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
