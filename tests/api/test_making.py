"""Creating rooms: for guests, for accounts, in every spelling, within the limits."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.db import db
from app.rooms.models import Room
from tests.api.conftest import Api, TokenOf, code_of
from tests.conftest import Cast, make_settings

pytestmark = pytest.mark.usefixtures("noise")


def nested(depth: int) -> dict[str, object]:
    inner: dict[str, object] = {}
    for _ in range(depth):
        inner = {"x": inner}
    return inner


@pytest.mark.parametrize("path", ["/api/rooms", "/api/rooms/create"])
def test_a_visitor_becomes_a_guest_who_owns_the_room(api: Api, path: str) -> None:
    answer = api.post(path, {"displayName": "Mina", "maxUsers": 4, "creatorId": 1, "metadata": {"game": "quiz 🎲"}})
    made = answer.get_json()
    assert (answer.status_code, made["success"]) == (201, True)
    assert made["roomCode"] == made["room_code"] == made["room"]["code"]
    assert (made["room"]["maxUsers"], made["room"]["maxParticipants"], made["room"]["state"]) == (4, 4, "CREATED")
    assert (made["room"]["hostId"], made["room"]["role"]) == (made["userId"], "owner")
    assert made["room"]["metadata"] == {"game": "quiz 🎲"}
    me = api.get("/api/me", made["token"]).get_json()
    assert (me["id"], me["name"], me["isGuest"], me["roomCode"]) == (made["userId"], "Mina", True, made["roomCode"])


def test_snake_case_is_understood_too(api: Api) -> None:
    asked = {"display_name": "Mina", "max_participants": "3", "is_public": False, "video_enabled": False}
    room = api.post("/api/rooms", asked).get_json()["room"]
    assert (room["maxUsers"], room["isPublic"], room["videoEnabled"], room["audioEnabled"]) == (3, False, False, True)


def test_an_account_creates_as_itself(api: Api, cast: Cast, token_of: TokenOf) -> None:
    made = api.post("/api/rooms", {"name": "Chess", "creatorId": 1}, token_of(cast.kenji)).get_json()
    assert (made["userId"], made["room"]["name"], made["room"]["hostName"]) == (cast.kenji.id, "Chess", "Kenji")


def test_the_token_in_the_answer_is_for_this_room_alone(api: Api, cast: Cast, token_of: TokenOf) -> None:
    made = api.post("/api/rooms", {}, token_of(cast.kenji)).get_json()
    assert api.get(f"/api/rooms/{made['roomCode']}/events", made["token"]).status_code == 200
    other = api.get(f"/api/rooms/{cast.room.code}/events", made["token"])
    assert code_of(other) == (404, "ROOM_NOT_FOUND")
    mine = api.get("/api/user/rooms", made["token"]).get_json()
    assert [room["code"] for room in mine["created"] + mine["joined"]] == [made["roomCode"]]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "displayName"),
        ({"displayName": "   "}, "displayName"),
        ({"displayName": "x" * 41}, "displayName"),
        ({"displayName": 7}, "displayName"),
        ({"displayName": "a\0b"}, "displayName"),
        ({"displayName": "Mina", "maxUsers": 1}, "maxParticipants"),
        ({"displayName": "Mina", "maxUsers": 11}, "maxParticipants"),
        ({"displayName": "Mina", "maxUsers": "many"}, "maxParticipants"),
        ({"displayName": "Mina", "name": "n" * 81}, "name"),
        ({"displayName": "Mina", "password": "p" * 73}, "password"),
        ({"displayName": "Mina", "password": "\ud800"}, "password"),
        ({"displayName": "Mina", "isPublic": "perhaps"}, "isPublic"),
        ({"displayName": "Mina", "metadata": [1]}, "metadata"),
        ({"displayName": "Mina", "metadata": {"x": "y" * 20_000}}, "metadata"),
        ({"displayName": "Mina", "metadata": {"x": "\0"}}, "metadata"),
        ({"displayName": "Mina", "metadata": {"x": "\ud83c"}}, "metadata"),
        ({"displayName": "Mina", "metadata": {"x": float("nan")}}, "metadata"),
        ({"displayName": "Mina", "metadata": nested(40)}, "metadata"),
        ({"displayName": "Mina", "maxUsers": float("inf")}, "maxParticipants"),
        ([], "body"),
        ("Mina", "body"),
    ],
)
def test_what_cannot_be_is_told_by_field(api: Api, asked: object, field: str) -> None:
    before = db.session.query(Room).count()
    answer = api.post("/api/rooms", asked)
    assert code_of(answer) == (422, "INVALID")
    assert list(answer.get_json(force=True)["fields"]) == [field]
    db.session.rollback()
    assert db.session.query(Room).count() == before


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b'"\xff"', b'{"metadata":' * 700 + b"1" + b"}" * 700])
def test_a_body_that_is_not_json_is_refused(app: Flask, body: bytes) -> None:
    answer = app.test_client().post("/api/rooms", data=body, content_type="application/json")
    assert code_of(answer) == (422, "INVALID")


class TestClosedCreation:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return make_settings(tmp_path, room_creation="accounts")

    def test_guests_are_told_so(self, api: Api, cast: Cast, token_of: TokenOf) -> None:
        assert code_of(api.post("/api/rooms", {"displayName": "Mina"})) == (403, "ROOM_CREATION_CLOSED")
        leilas = token_of(cast.leila, cast.room)
        assert code_of(api.post("/api/rooms", {}, leilas)) == (403, "ROOM_CREATION_CLOSED")
        assert api.post("/api/rooms", {}, token_of(cast.kenji)).status_code == 201


class TestRoomsPerHour:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return make_settings(tmp_path, limits_enabled=True, rooms_per_hour=2)

    def test_refusals_do_not_count_and_people_are_counted_apart(self, api: Api, cast: Cast, token_of: TokenOf) -> None:
        asked, token = {"displayName": "Mina"}, token_of(cast.kenji)
        statuses = [api.post("/api/rooms", body).status_code for body in ({}, asked, asked)]
        assert statuses == [422, 201, 201]
        refused = api.post("/api/rooms/create", asked)
        assert code_of(refused) == (429, "RATE_LIMITED")
        assert int(refused.headers["Retry-After"]) > 0
        assert api.post("/api/rooms", asked, token).status_code == 201
