"""The caller, their rooms, and what a token is worth."""

from __future__ import annotations

import jwt
import pytest
from flask import Flask
from sqlalchemy import event

from app import clock as time
from app.accounts import actions as accounts
from app.accounts.models import Session
from app.db import db
from app.log import transaction
from app.rooms import actions
from app.rooms.wishes import RoomWishes
from tests.api.conftest import Api, TokenOf, code_of
from tests.conftest import PASSWORD, Cast

pytestmark = pytest.mark.usefixtures("noise")


def test_signing_in_and_out(api: Api, cast: Cast) -> None:
    for login in ("kenji", "KENJI", "kenji@example.org"):
        signed = api.post("/api/sessions", {"login": login, "password": PASSWORD})
        assert signed.status_code == 201
        token = signed.get_json()["token"]
        me = api.get("/api/me", token).get_json()
        assert (me["id"], me["username"], me["roomCode"]) == (cast.kenji.id, "kenji", None)
        assert api("DELETE", "/api/sessions/current", None, token).get_json() == {"success": True}
        assert code_of(api.get("/api/me", token)) == (401, "INVALID_TOKEN")


@pytest.mark.parametrize("login", ["kenji", "nobody", "leila"])
def test_wrong_credentials_sound_the_same(api: Api, cast: Cast, login: str) -> None:
    answer = api.post("/api/sessions", {"login": login, "password": "wrong horse"})
    assert code_of(answer) == (401, "WRONG_CREDENTIALS")


def test_the_disabled_are_signed_out_at_once(api: Api, cast: Cast, token_of: TokenOf) -> None:
    token = token_of(cast.kenji)
    with transaction():
        accounts.disable_user(cast.kenji, cast.admin)
    assert code_of(api.get("/api/me", token)) == (401, "INVALID_TOKEN")
    assert api.post("/api/sessions", {"login": "kenji", "password": PASSWORD}).status_code in (401, 403)


def test_a_token_ends_with_its_session(api: Api, cast: Cast, token_of: TokenOf, clock: time.Clock) -> None:
    token = token_of(cast.kenji)
    clock.tick(hours=23)
    assert api.get("/api/me", token).status_code == 200
    clock.tick(hours=2)
    refused = api.get("/api/me", token)
    assert code_of(refused) == (401, "INVALID_TOKEN")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_rooms_token_ends_with_the_room(api: Api, cast: Cast, token_of: TokenOf, clock: time.Clock) -> None:
    clock.tick(hours=20)
    token = token_of(cast.leila, cast.room)
    clock.tick(hours=5)
    assert code_of(api.get(f"/api/messages?roomId={cast.room.code}", token)) == (401, "INVALID_TOKEN")


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_tampered_tokens(app: Flask, api: Api, cast: Cast, token_of: TokenOf) -> None:
    good = token_of(cast.kenji)
    claims = jwt.decode(good, options={"verify_signature": False})
    bad = [
        good[:-2],
        good + "x",
        "x",
        "a.b.c",
        jwt.encode(claims, "another key that is long enough..", algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        jwt.encode(claims, "j" * 32, algorithm="HS512"),
    ]
    for missing in ("exp", "iss", "aud", "sid", "jti", "iat"):
        less = {name: value for name, value in claims.items() if name != missing}
        bad.append(jwt.encode(less, "j" * 32, algorithm="HS256"))
    for token in bad:
        assert code_of(api.get("/api/me", token)) == (401, "INVALID_TOKEN"), token


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic a2Vuamk6eA==", "token", "Bearer  ", "Bearer \xff"])
def test_other_headers_are_no_tokens(api: Api, header: str) -> None:
    assert code_of(api.get("/api/me", Authorization=header)) == (401, "INVALID_TOKEN")


def test_ones_rooms(api: Api, cast: Cast, token_of: TokenOf) -> None:
    token = token_of(cast.kenji)
    made = api.post("/api/rooms", {"name": "Mine"}, token).get_json()
    rooms = api.get("/api/user/rooms", token).get_json()
    assert [room["code"] for room in rooms["created"]] == [made["roomCode"]]
    assert [(room["code"], room["role"]) for room in rooms["joined"]] == [(cast.room.code, "member")]
    assert all("participants" not in room for room in rooms["joined"])


def test_many_rooms_take_no_more_queries(app: Flask, api: Api, cast: Cast, token_of: TokenOf) -> None:
    token, counts = token_of(cast.kenji), []

    def count() -> int:
        statements: list[str] = []
        db.session.remove()
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]), named=False)
        api.get("/api/user/rooms", token)
        return len(statements)

    counts.append(count())
    with transaction():
        for number in range(12):
            actions.create_room(cast.kenji, RoomWishes(name=str(number)))
    counts.append(count())
    assert counts[0] == counts[1] <= 6


def test_sessions_of_scripts_are_listed_as_such(api: Api, cast: Cast) -> None:
    joined = api.post(f"/api/rooms/{cast.room.code}/join", {"displayName": "Mina"}, **{"User-Agent": "bot/1"})
    session = db.session.query(Session).filter_by(user_id=joined.get_json()["userId"]).one()
    assert (session.kind, session.user_agent, session.address) == ("api", "bot/1", "127.0.0.1")
