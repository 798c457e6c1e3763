"""Of several processes one does what is due, and what is told twice at once is heard once: on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from flask import Flask

from app import clock
from app.calls.models import DailyNews, DailyRoom
from app.db import db
from app.log import transaction
from app.notices import daily_door, daily_news
from app.notices.turns import take_turn
from app.rooms import actions as rooms
from app.rooms.wishes import RoomWishes
from tests.conftest import make_account

PROCESSES = 4


def at_once(app: Flask, act: Any) -> list[Any]:
    """What `act()` gives to several who do it at the same time."""
    barrier = Barrier(PROCESSES)

    def one(_number: int) -> Any:
        with app.app_context():
            barrier.wait()
            return act()

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
