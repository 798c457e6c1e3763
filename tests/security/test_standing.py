"""Rights end when their ground ends: the session, the seat, the room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from simple_websocket import ConnectionClosed

from app.accounts import actions as accounts
from app.accounts.access import is_acquainted
from app.accounts.models import Session, User
from app.calls.access import is_inside, people_inside
from app.calls.actions import take_seat
from app.calls.models import Participant
from app.config import Settings
from app.db import db
from app.log import transaction
from app.realtime import visit
from app.rooms import actions
from app.rooms.access import membership_for
from app.rooms.models import Membership, Room
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, csrf_of, make_settings

ClientOf = Callable[[User | None], FlaskClient]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


def enter(client: FlaskClient, room: Room, name: str = "") -> None:
    form = {"display_name": name, "csrf_token": csrf_of(client, "/room/join")}
    assert client.post(f"/room/{room.code}/membership", data=form).status_code == 303


def names_inside(room: Room) -> list[str]:
    return [seat.user.display_name for seat in people_inside([room.id]).get(room.id, [])]


def test_a_guest_who_goes_to_another_room_is_somebody_else_there(cast: Cast, client_of: ClientOf) -> None:
    with transaction():
        other = actions.create_room(cast.stranger, RoomWishes())
    client = client_of(None)
    enter(client, cast.room, "Mina")
    before = db.session.query(Session).order_by(Session.id.desc()).first()
    assert before is not None
    assert names_inside(cast.room) == ["Mina"]
    old = client.get_cookie("guftagu-session")
    enter(client, other, "Nobody")
    now = db.session.query(Session).order_by(Session.id.desc()).first()
    assert now is not None
    assert (before.revoked_at is not None, now.user_id != before.user_id) == (True, True)
    assert names_inside(cast.room) == [], "the seat is free at once, not when its lease ends"
    assert names_inside(other) == ["Nobody"]
    thief = client_of(None)
    assert old is not None
    thief.set_cookie("guftagu-session", old.value)
    assert thief.get("/profile").status_code == 303


@pytest.mark.parametrize("how", ["/sign-out", "/sign-out/everywhere"])
def test_who_signs_out_is_not_inside_any_more(cast: Cast, client_of: ClientOf, how: str) -> None:
    client = client_of(cast.kenji)
    enter(client, cast.room)
    assert is_inside(cast.kenji.id, cast.room)
    client.post(how, data={"csrf_token": csrf_of(client, "/room/join")})
    assert not is_inside(cast.kenji.id, cast.room)


def test_another_device_of_the_same_person_stays_inside(cast: Cast, client_of: ClientOf) -> None:
    one, two = client_of(cast.kenji), client_of(cast.kenji)
    for client in (one, two):
        enter(client, cast.room)
    one.post("/sign-out", data={"csrf_token": csrf_of(one, "/room/join")})
    assert is_inside(cast.kenji.id, cast.room)


def test_only_who_is_inside_takes_over_from_a_host_who_is_gone(cast: Cast, client_of: ClientOf) -> None:
    with transaction():
        actions.miss_host(cast.room)
    leila = client_of(cast.leila)
    form = {"csrf_token": csrf_of(leila, "/room/join")}
    assert leila.post(f"/room/{cast.room.code}/host", data=form).status_code == 403
    assert leila.post(f"/room/{cast.room.code}/closure", data=form).status_code == 403
    assert cast.room.host_id == cast.asha.id
    enter(leila, cast.room)
    assert leila.post(f"/room/{cast.room.code}/host", data=form).status_code == 303
    assert cast.room.host_id == cast.leila.id
    asha = client_of(cast.asha)
    form = {"csrf_token": csrf_of(asha, "/room/join")}
    assert asha.post(f"/room/{cast.room.code}/host", data=form).status_code == 303, "the owner may from anywhere"


class Ears:
    """A socket that is let in, as far as `visit` deals with it."""

    def __init__(self) -> None:
        self.id, self.address = "ears", ""
        self.names: dict[str, str] = {}
        self.state: dict[str, object] = {}
        self.feeds: object = None
        self.user_id, self.session_id, self.is_api, self.audiences = 0, None, False, set[str]()
        self.frames: list[bytes] = []
        self.code: int | None = None

    def write(self, frame: bytes) -> bool:
        self.frames.append(frame)
        return True

    def send_envelope(self, event: str, **_: object) -> bool:
        return True

    def receive(self, timeout: float) -> None:
        raise ConnectionClosed(1006, "")

    def hang_up(self, code: int, reason: str = "") -> None:
        self.code = code


@pytest.mark.parametrize("end", ["kick", "session"])
def test_who_is_removed_while_the_door_opens_does_not_get_in(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """Between the look at the list and the first word heard there is a moment."""
    with transaction():
        session, _ = accounts.start_session(cast.kenji, "page", "pytest", "127.0.0.1")
    kenji, room, ended = cast.standing["kenji"].id, cast.room.code, session.id
    feeds, follow = app.extensions["feeds"], app.extensions["feeds"].follow

    def meanwhile(*args: object) -> None:
        with transaction():
            if end == "kick":
                target = db.session.get_one(Membership, kenji)
                actions.kick(membership_for(target.room.owner, room), target)
            else:
                accounts.revoke_session(db.session.get_one(Session, ended))
        monkeypatch.setattr(feeds, "follow", follow)
        follow(*args)

    monkeypatch.setattr(feeds, "follow", meanwhile)
    ears, visitor = Ears(), (cast.kenji, session)
    with app.test_request_context(f"/ws?audience=room:{room}"):
        visit.serve(ears, visitor)  # type: ignore[arg-type]
    assert ears.code in (4401, 4403)
    assert ears.audiences == set()
    app.extensions["feeds"].stop()
    app.extensions["presence"].stop()


def test_a_room_that_is_over_makes_nobody_acquainted(cast: Cast) -> None:
    assert is_acquainted(cast.kenji, cast.asha)
    with transaction():
        actions.close_room(cast.room, cast.asha)
    assert not is_acquainted(cast.kenji, cast.asha)


def test_a_seat_is_not_taken_by_an_ended_session(cast: Cast) -> None:
    with transaction():
        session, _ = accounts.start_session(cast.kenji, "page", "pytest", "127.0.0.1")
        take_seat(membership_for(cast.kenji, cast.room.code), session.id)
    with transaction():
        accounts.revoke_all_sessions(cast.kenji)
    assert db.session.query(Participant).count() == 0
