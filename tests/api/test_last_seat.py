"""Many ask for the last seat at once: exactly one gets it, on both databases."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.calls.access import seats_taken
from app.db import db
from app.rooms.models import Room
from tests.conftest import make_settings

RACERS = 8


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))])
def racing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    others = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    app = create_app(make_settings(tmp_path, **others))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_exactly_one_gets_it(racing: Flask) -> None:
    made = racing.test_client().post("/api/rooms", json={"displayName": "Mina", "maxUsers": 2}).get_json()
    path = f"/api/rooms/{made['roomCode']}/join"
    first = racing.test_client().post(path, json={}, headers={"Authorization": f"Bearer {made['token']}"})
    assert first.status_code == 200
    answers: list[tuple[int, str | None]] = []
    start = threading.Barrier(RACERS)

    def race(number: int) -> None:
        start.wait()
        answer = racing.test_client().post(path, json={"displayName": f"Racer {number}"})
        answers.append((answer.status_code, answer.get_json(force=True).get("code")))

    threads = [threading.Thread(target=race, args=(number,)) for number in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Counter(answers) == {(200, None): 1, (400, "ROOM_FULL"): RACERS - 1}
    with racing.app_context():
        assert seats_taken(db.session.query(Room).one()) == 2
        db.session.remove()


def test_one_message_sent_many_times_at_once_is_one(racing: Flask) -> None:
    made = racing.test_client().post("/api/rooms", json={"displayName": "Mina"}).get_json()
    headers = {"Authorization": f"Bearer {made['token']}", "Idempotency-Key": "the-same-one"}
    asked = {"roomId": made["roomCode"], "content": "once"}
    ids: list[int] = []

    def post() -> None:
        answer = racing.test_client().post("/api/messages", json=asked, headers=headers)
        ids.append(answer.get_json()["message"]["id"])

    threads = [threading.Thread(target=post) for _ in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(ids) == RACERS
    assert len(set(ids)) == 1
