"""Of several processes one does what is due, and what is told twice at once is heard once: on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from app import clock, create_app, errands
from app.calls import actions as calls
from app.calls.models import Call, DailyNews, DailyRoom, Participant
from app.calls.providers.daily import client
from app.calls.tickets import ticket_of
from app.db import db
from app.log import transaction
from app.notices import daily_door, daily_news
from app.notices.daily_lane import tell_daily
from app.notices.daily_presence import look
from app.notices.daily_trouble import check
from app.notices.turns import take_turn
from app.rooms import actions as rooms
from app.rooms.access import standing_in
from app.rooms.models import Room
from app.rooms.wishes import RoomWishes
from tests.conftest import make_account, make_settings
from tests.servers.daily import KEY, LocalDaily
from tests.servers.processes import eventually

PROCESSES = 4


def at_once(app: Flask, act: Any, *each: Any) -> list[Any]:
    """What `act()` gives to several who do it at the same time; each may be another (`each`)."""
    barrier = Barrier(PROCESSES)

    def one(number: int) -> Any:
        with app.app_context():
            barrier.wait()
            return (each or [act] * PROCESSES)[number]()

    with ThreadPoolExecutor(PROCESSES) as pool:
        return list(pool.map(one, range(PROCESSES)))


def test_one_of_many_has_the_turn(either_app: Flask) -> None:
    with clock.frozen() as stopped:
        for _ in range(3):
            assert sorted(at_once(either_app, lambda: take_turn("look", 15))) == [False, False, False, True]
            stopped.tick(seconds=14)
            assert not any(at_once(either_app, lambda: take_turn("look", 15)))
            stopped.tick(seconds=2)
        assert sum(at_once(either_app, lambda: take_turn("another", 15))) == 1


def test_whoever_leaves_while_the_call_is_moved_is_counted_once(either_app: Flask) -> None:
    for round_ in range(3):
        with either_app.app_context(), clock.frozen() as stopped:
            with transaction():
                call, seats = _call_at_daily(str(round_))
            call_id, ids = call.id, [seat.id for seat in seats]
            stopped.tick(seconds=30)

            def leave(seat_id: str) -> None:
                with transaction():
                    seat = db.session.get(Participant, seat_id)
                    assert seat is not None
                    calls.leave_call(seat)

            def move(call_id: int) -> None:
                with transaction():
                    calls.move_call(call_id, "daily_unreachable")

            at_once(either_app, None, partial(leave, ids[0]), partial(move, call_id), partial(leave, ids[1]), int)
            db.session.rollback()
            moved = db.session.get_one(Call, call_id)
            assert (moved.provider, moved.daily_seconds) == ("mesh", 30 * len(ids))
            assert [seat.daily_since for seat in db.session.query(Participant).filter_by(call_id=call_id)] == [None]


def _call_at_daily(name: str) -> tuple[Call, list[Participant]]:
    """A call with three people in it who got their tickets just now."""
    people = [make_account(f"{who}{name}") for who in ("Ann", "Bea", "Cleo")]
    room = rooms.create_room(people[0], RoomWishes())
    seats = [calls.connect(rooms.join_room(room, person), None, None, mic=True, camera=True) for person in people]
    call = seats[0].call
    call.provider = "daily"
    for seat in seats:
        seat.daily_since = clock.now()
    return call, seats


def test_news_that_come_twice_at_once_are_heard_once(either_app: Flask, monkeypatch: Any) -> None:
    heard: list[dict[str, Any]] = []
    monkeypatch.setitem(daily_news.TELLERS, "meeting.ended", heard.append)
    with either_app.app_context():
        with transaction():
            room = rooms.create_room(make_account("Host"), RoomWishes())
            db.session.add(DailyRoom(room_id=room.id, name=f"guftagu-{room.code}", expires_at=clock.now()))
        news = {"type": "meeting.ended", "id": "once", "payload": {"room": f"guftagu-{room.code}"}}
    at_once(either_app, lambda: daily_door._take(news))
    assert len(heard) == 1
    with either_app.app_context():
        assert db.session.query(DailyNews).filter(DailyNews.heard_at > clock.now() - timedelta(minutes=1)).count() == 1


def test_those_who_call_first_at_once_share_one_place(either_app: Flask, daily: LocalDaily, tmp_path: Path) -> None:
    app = _with_daily(either_app, daily, tmp_path)
    with app.app_context():
        with transaction():
            people = [make_account(name) for name in ("Ann", "Bea", "Cleo", "Dora")]
            room = rooms.create_room(people[0], RoomWishes())
            standings = [rooms.join_room(room, person) for person in people]
        code, of = room.code, [(each.user_id, room.id) for each in standings]
        db.session.remove()

    def call(user_id: int, room_id: int) -> dict[str, Any]:
        with transaction():
            room = db.session.get_one(Room, room_id)
            seat_id = calls.connect(standing_in(room, user_id), None, None, True, True).id  # type: ignore[arg-type]
        return ticket_of(db.session.get_one(Participant, seat_id))

    tickets = at_once(app, None, *(partial(call, *each) for each in of))
    assert [ticket["provider"] for ticket in tickets] == ["daily"] * PROCESSES
    assert {ticket["url"] for ticket in tickets} == {daily.account.rooms[f"guftagu-{code}"].url}
    assert len({ticket["token"] for ticket in tickets}) == PROCESSES
    with app.app_context():
        assert db.session.query(Call).count() == db.session.query(DailyRoom).count() == 1
        db.session.remove()
        db.engine.dispose()


def test_errands_are_done_by_a_thread_on_either_database(either_app: Flask, daily: LocalDaily, tmp_path: Path) -> None:
    app = _with_daily(either_app, daily, tmp_path)
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


def test_whether_a_call_is_moved_waits_for_nothing_else(
    either_app: Flask, daily: LocalDaily, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other errands wait long for a Daily that is silent; people who see nothing do not."""
    monkeypatch.setattr(client, "READ", 60.0)
    app = _with_daily(either_app, daily, tmp_path)
    with app.app_context(), transaction():
        call, seats = _call_at_daily("x")
        about, seat_id = (call.room_id, call.id), seats[0].id
    daily.fail("GET /presence", "hang")
    daily.fail("POST /rooms", 503)
    errands.start(app)
    with app.app_context():
        with transaction():
            tell_daily(look)
        eventually(lambda: daily.count("GET /presence") == 1)
        with transaction():
            tell_daily(check, *about, seat_id)
        eventually(lambda: _provider(about[1]) == "mesh")
        assert daily.count("GET /presence") == 1
        db.session.remove()
    daily.close()
    errands.stop(app)
    with app.app_context():
        db.engine.dispose()


def _provider(call_id: int) -> str:
    provider = db.session.get_one(Call, call_id).provider
    db.session.rollback()
    return provider


def _noted(room_id: int) -> str | None:
    found = db.session.get(DailyRoom, room_id)
    url = found.url if found else None
    db.session.rollback()
    return url


def _with_daily(either_app: Flask, daily: LocalDaily, tmp_path: Path) -> Flask:
    """Another process on the same database, one that has a key."""
    url = either_app.config["SQLALCHEMY_DATABASE_URI"]
    return create_app(make_settings(tmp_path, database_url=url, daily_api_key=KEY, daily_api_url=daily.url))
