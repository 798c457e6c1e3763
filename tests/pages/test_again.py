"""What the database gives up for another's sake is asked again by the door itself: once done, once counted."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request, session
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from app import create_app, limits
from app.accounts import actions as accounts
from app.db import db
from app.log import entries, in_transaction, transaction
from app.rooms import actions as rooms
from app.rooms.models import Room
from app.rooms.wishes import RoomWishes
from tests.conftest import PASSWORD, csrf_of, make_account, make_settings
from tests.meeting import together
from tests.test_log import GivenUp


@pytest.fixture
def strict_app(postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    """On PostgreSQL, with limits that count."""
    app = create_app(make_settings(tmp_path, database_url=postgres_url, limits_enabled=True))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def browser_in_a_room(app: Flask) -> tuple[FlaskClient, int, str]:
    """Asha's browser, and the room that is hers."""
    with app.app_context():
        with transaction():
            asha = make_account("Asha")
            room = rooms.create_room(asha, RoomWishes())
            _, token = accounts.start_session(asha, "page", "pytest", "127.0.0.1")
        found = room.id, room.code
    client = app.test_client()
    client.set_cookie("guftagu-session", token)
    return client, *found


def against_the_order(room_id: int) -> None:
    """First the log, then its room, and more patient than whoever does it the other way round."""
    for patience in ("deadlock_timeout = '60s'", "statement_timeout = '60s'"):
        db.session.execute(text(f"SET LOCAL {patience}"))
    db.session.execute(text("UPDATE log_heads SET head = head WHERE audience = :name"), {"name": f"room:{room_id}"})
    db.session.execute(text("UPDATE rooms SET quality = 'high' WHERE id = :id"), {"id": room_id})


def test_a_host_who_meets_another_writer_is_answered_all_the_same(strict_app: Flask) -> None:
    client, room_id, code = browser_in_a_room(strict_app)
    lock = {"csrf_token": csrf_of(client, "/settings"), "locked": "on"}
    tries: list[str] = []
    strict_app.view_functions["rooms.put_lock"] = noted(strict_app.view_functions["rooms.put_lock"], tries)

    door: Callable[[], TestResponse] = partial(client.post, f"/room/{code}/lock", data=lock)
    answer, _ = together(strict_app, door, partial(in_transaction, against_the_order, room_id))

    assert answer.status_code == 303
    assert len(tries) == 2
    amount = int(limits.HOSTING.amount.split()[0])
    assert answer.headers["X-RateLimit-Remaining"] == str(amount - 1)
    with strict_app.app_context():
        room = db.session.get_one(Room, room_id)
        assert (room.is_locked, room.quality) == (True, "high")
        told = entries(f"room:{room_id}", 0)
        assert [entry.type for entry in told].count("room:lock-toggled") == 1
        assert [entry.seq for entry in told] == list(range(1, len(told) + 1))


def noted(view: Callable[..., object], tries: list[str]) -> Callable[..., object]:
    def noting(**args: str) -> object:
        tries.append(args["code"])
        return view(**args)

    return noting


class Unlucky:
    """A door whose transaction is given up once, after everything that a door may have touched by then."""

    def __init__(self) -> None:
        self.seen: list[tuple[object, ...]] = []

    def __call__(self) -> str:
        limits.hit("unlucky", "1 per hour", "everybody")
        upload = request.files["picture"].read()
        with transaction():
            self.seen.append((session.pop("invitation", None), request.form["words"], upload))
            self.give_up_the_first()
        return "done"

    def give_up_the_first(self) -> None:
        if len(self.seen) == 1:
            raise OperationalError("", {}, GivenUp("40P01"))


class HalfDone(Unlucky):
    """What it did first is committed before it meets anybody."""

    def __call__(self) -> str:
        with transaction():
            self.seen.append(())
        self.give_up_the_first()
        return "done"


def ask(app: Flask, door: Unlucky) -> TestResponse:
    app.add_url_rule("/unlucky", "unlucky", door, methods=["POST"])
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["invitation"] = "a secret"
    picture = (io.BytesIO(b"a face"), "face.png")
    return client.post("/unlucky", data={"words": "hello", "picture": picture})


def test_a_further_try_finds_the_request_as_it_came(strict_app: Flask) -> None:
    door = Unlucky()
    assert ask(strict_app, door).text == "done"
    assert door.seen == [("a secret", "hello", b"a face")] * 2


def test_what_was_done_is_not_done_twice(strict_app: Flask) -> None:
    door = HalfDone()
    answer = ask(strict_app, door)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert len(door.seen) == 1


@contextmanager
def one_given_up(app: Flask, statement: str) -> Iterator[None]:
    """The database gives up the first transaction that says this, once whatever came before it is committed."""
    met: list[str] = []

    def give_up(_connection: Any, _cursor: Any, said: str, *_rest: Any) -> None:
        if not met and said.startswith(statement):
            met.append(said)
            raise OperationalError("", {}, GivenUp("40P01"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", give_up)
    yield
    event.remove(engine, "before_cursor_execute", give_up)
    assert met


@pytest.mark.parametrize("statement", ["DELETE FROM attempts", "INSERT INTO sessions"])
@pytest.mark.parametrize("door", ["page", "api"])
def test_who_signs_in_is_not_turned_away_because_their_password_was_proven_first(
    strict_app: Flask, statement: str, door: str
) -> None:
    browser_in_a_room(strict_app)
    client = strict_app.test_client()
    form = {"csrf_token": csrf_of(client), "name": "asha", "password": PASSWORD}
    with one_given_up(strict_app, statement):
        if door == "page":
            answer = client.post("/sign-in", data=form)
        else:
            answer = client.post("/api/sessions", json={"login": "asha", "password": PASSWORD})
    assert answer.status_code == (303 if door == "page" else 201)
    if door == "page":
        assert client.get("/settings").status_code == 200


@pytest.mark.parametrize(
    ("door", "field", "more"),
    [
        ("/settings/password", "password", {"new_password": "four quite random words"}),
        ("/account/deletion", "deletion_password", {}),
    ],
)
def test_nor_who_proved_theirs_for_the_sake_of_what_comes_then(
    strict_app: Flask, door: str, field: str, more: dict[str, str]
) -> None:
    client, _, _ = browser_in_a_room(strict_app)
    form = {"csrf_token": csrf_of(client, "/settings"), field: PASSWORD, **more}
    with one_given_up(strict_app, "UPDATE users"):
        assert client.post(door, data=form).status_code == 303
    kept = client.get("/settings").status_code
    assert kept == (200 if more else 303)


def test_a_private_room_and_the_link_to_it_are_made_one_after_the_other(strict_app: Flask) -> None:
    client, _, _ = browser_in_a_room(strict_app)
    form = {"csrf_token": csrf_of(client, "/settings"), "privacy": "private", "max_participants": "5"}
    with one_given_up(strict_app, "INSERT INTO invitations"):
        answer = client.post("/room/create", data=form, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "/i/" in answer.text
    with strict_app.app_context():
        assert db.session.query(Room).filter_by(is_public=False).count() == 1
