"""Of several processes one does what is due, and what is told twice at once is heard once: on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

from flask import Flask

from app import clock
from app.calls import actions as calls
from app.calls.models import Call, DailyNews, DailyRoom, Participant
from app.db import db
from app.log import transaction
from app.notices import daily_door, daily_news
from app.notices.turns import take_turn
from app.rooms import actions as rooms
from app.rooms.wishes import RoomWishes
from tests.conftest import make_account

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
