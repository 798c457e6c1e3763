"""What every test stands on: an app on a fresh SQLite file, a named cast, and noise around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock as time
from app import create_app
from app.accounts import actions as accounts
from app.accounts.models import User
from app.chat import actions as chat
from app.config import Settings
from app.db import db
from app.log import transaction
from app.realtime.parcel import Parcel
from app.rooms import actions as rooms
from app.rooms.models import Membership, Room
from app.rooms.wishes import RoomWishes
from tests.servers.machine import share_of_machine

pytest_plugins = ["tests.servers.fixtures"]

# Each of these is one worker's, from its first test to its last.
LONG_GROUPS = ("journeys", "call")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long groups begin first: else one of them is still running when everything else is done."""
    items.sort(key=lambda item: _group_of(item) not in LONG_GROUPS)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around pytest-timeout: waiting for others takes no time of the test
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    with share_of_machine(whole=item.get_closest_marker("whole_machine") is not None):
        return (yield)


def _group_of(item: pytest.Item) -> str:
    mark = item.get_closest_marker("xdist_group")
    return str(mark.args[0]) if mark else ""


PASSWORD = "correct horse battery"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a fresh installation under `tmp_path`; override the fixture to change some."""
    return make_settings(tmp_path)


def make_settings(path: Path, **others: object) -> Settings:
    values = {
        "instance": path,
        "secret_key": "s" * 32,
        "jwt_secret": "j" * 32,
        "database_url": f"sqlite:///{path / 'test.sqlite3'}",
        "testing": True,
        "limits_enabled": False,
    }
    return Settings(**(values | others))  # type: ignore[arg-type]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.test_client_class = Client
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


class Client(FlaskClient):
    """Every request has contexts of its own, as in a server: nothing that one leaves on `g` reaches the next."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = Context().run(super().open, *args, **kwargs)
        db.session.rollback()  # what the request has changed is read anew
        return response


@pytest.fixture(params=["sqlite", "postgresql"])
def either_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on each kind of database in turn, for what threads do to it; no context is open."""
    url = f"sqlite:///{tmp_path / 'busy.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").database()
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def postgres_app(postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    """For what cannot happen on SQLite, where one writes at a time; no context is open."""
    app = create_app(make_settings(tmp_path, database_url=postgres_url))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def clock() -> Iterator[time.Clock]:
    """Time stands still until the test moves it: `clock.tick(seconds=61)`."""
    with time.frozen() as stopped:
        yield stopped


@dataclass
class Cast:
    """An administrator, two members, a guest of Asha's room, and a stranger; Asha owns `room`."""

    admin: User
    asha: User
    kenji: User
    leila: User
    stranger: User
    room: Room
    standing: dict[str, Membership]


@pytest.fixture
def cast(app: Flask) -> Cast:
    with transaction():
        admin, asha, kenji, stranger = (make_account(name) for name in ("Admin", "Asha", "Kenji", "Stranger"))
        accounts.make_administrator(admin, True)
        leila = accounts.make_guest("Leila")
        room = rooms.create_room(asha, RoomWishes(name="Gaming Night"))
        kenjis, leilas = rooms.join_room(room, kenji), rooms.join_room(room, leila)
        ashas = db.session.query(Membership).filter_by(room_id=room.id, user_id=asha.id).one()
    return Cast(admin, asha, kenji, leila, stranger, room, {"asha": ashas, "kenji": kenjis, "leila": leilas})


@pytest.fixture
def noise(app: Flask) -> None:
    """Other people in other rooms saying other things, so that a forgotten `where` shows."""
    with transaction():
        for number in range(3):
            owner = make_account(f"Noise{number}")
            room = rooms.create_room(owner, RoomWishes(name=f"Elsewhere {number}"))
            standing = db.session.query(Membership).filter_by(room_id=room.id).one()
            chat.post_message(standing, f"noise-{number}", f"noise {number}")


def make_account(name: str) -> User:
    return accounts.register_account(name, name.lower(), f"{name.lower()}@example.org", PASSWORD)


@pytest.fixture
def told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Parcel]:
    """Everything that is said from here on, to whomever."""
    heard: list[Parcel] = []
    bus = app.extensions["bus"]
    publish = bus.publish

    def listen(audience: str, message: bytes) -> Any:
        heard.append(Parcel.unpack(audience, message))
        return publish(audience, message)

    monkeypatch.setattr(bus, "publish", listen)
    return heard


@pytest.fixture
def client_of(app: Flask) -> Callable[[User | None], FlaskClient]:
    """A browser in which that person is signed in (None: nobody)."""

    def client(user: User | None) -> FlaskClient:
        client = app.test_client()
        if user is not None:
            with transaction():
                _, token = accounts.start_session(user, "page", "pytest", "127.0.0.1")
            client.set_cookie("guftagu-session", token)
        return client

    return client


def csrf_of(client: FlaskClient, path: str = "/sign-in") -> str:
    """The token that a page of this client carries."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).get_data(as_text=True))
    assert found, f"{path} has no form"
    return found.group(1)
