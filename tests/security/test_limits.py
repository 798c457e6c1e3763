"""Every door that can be knocked at too often says so, whichever way one comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.limits import limiter
from app.log import transaction
from app.realtime.signals import limit_of, signals
from app.rooms import actions
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, csrf_of

from .conftest import Line

LineOf = Callable[..., Line]
ClientOf = Callable[[User | None], FlaskClient]


def test_every_signal_has_its_limit(app: Flask) -> None:
    assert [event for event in signals() if limit_of(event) is None] == []


def test_messages_by_socket_are_counted_with_those_by_request(cast: Cast, line_of: LineOf, client_of: ClientOf) -> None:
    first, second = line_of(cast.kenji, cast.room), line_of(cast.kenji, cast.room)
    for number in range(20):
        line = (first, second)[number % 2]
        assert line.say("message:send", cast.room, {"client_id": f"c{number}", "body": "Hello"}) == []
    assert first.say("message:send", cast.room, {"client_id": "more", "body": "Hello"}) == ["RATE_LIMITED"]
    assert first.heard[-1][1]["seconds"] > 0
    client = client_of(cast.kenji)
    token = csrf_of(client, "/room/join")
    form = {"body": "Hello", "client_id": "again", "csrf_token": token}
    assert client.post(f"/room/{cast.room.code}/messages", data=form).status_code == 429
    others = line_of(cast.leila, cast.room)
    assert others.say("message:send", cast.room, {"client_id": "theirs", "body": "Hello"}) == []


def test_hosts_cannot_flood_the_room_either(cast: Cast, line_of: LineOf, client_of: ClientOf) -> None:
    line = line_of(cast.asha, cast.room)
    answers = [line.say("room:toggle-lock", cast.room, {}) for _ in range(61)]
    assert answers == [[]] * 60 + [["RATE_LIMITED"]]
    client = client_of(cast.asha)
    form = {"locked": "on", "csrf_token": csrf_of(client, "/room/join")}
    assert client.post(f"/room/{cast.room.code}/lock", data=form).status_code == 429


def test_without_a_store_the_process_counts(cast: Cast, line_of: LineOf, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bool:
        raise ConnectionError("no store")

    monkeypatch.setattr(limiter.limiter, "hit", fail)
    line = line_of(cast.stranger, cast.room)
    answers = [line.say("room:toggle-lock", cast.room, {})[0] for _ in range(61)]
    assert answers == ["NOT_MEMBER"] * 60 + ["RATE_LIMITED"]


def test_invitation_links_are_not_made_without_end(cast: Cast, client_of: ClientOf) -> None:
    with transaction():
        room = actions.create_room(cast.asha, RoomWishes(is_public=False))
    asha = client_of(cast.asha)
    made = {"lasts": "day", "uses": "5", "csrf_token": csrf_of(asha, "/room/join")}
    answers = [asha.post(f"/room/{room.code}/invitations/links", data=made).status_code for _ in range(61)]
    assert answers == [303] * 60 + [429]


def test_catching_up_is_counted(cast: Cast, client_of: ClientOf) -> None:
    kenji = client_of(cast.kenji)
    answers = [kenji.get(f"/ws/since?audience=room:{cast.room.code}").status_code for _ in range(121)]
    assert answers == [200] * 120 + [429]


def test_rooms_that_come_to_nothing_count_too(cast: Cast, client_of: ClientOf) -> None:
    visitor = client_of(None)
    form = {"password_enabled": "on", "password": "x" * 80, "csrf_token": csrf_of(visitor, "/room/join")}
    answers = [visitor.post("/room/create", data=form).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]
