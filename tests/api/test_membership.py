"""Joining, coming back and leaving."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.calls.access import seats_taken
from app.db import db
from app.log import transaction
from app.rooms import actions
from app.rooms.models import Room
from app.rooms.passwords import hash_password
from app.rooms.wishes import RoomWishes
from tests.api.conftest import Api, TokenOf, code_of
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("noise")
Make = Callable[..., Room]


@pytest.fixture
def make(cast: Cast) -> Make:
    """A room of Asha's that is as wished."""

    def make(is_locked: bool = False, **wishes: object) -> Room:
        with transaction():
            password = wishes.get("password")
            room = actions.create_room(cast.asha, RoomWishes(**wishes), hash_password(password))  # type: ignore[arg-type]
            room.is_locked = is_locked
        return room

    return make


def test_a_visitor_joins_as_a_guest_with_a_seat(api: Api, cast: Cast) -> None:
    answer = api.post(f"/api/rooms/{cast.room.code.lower()}/join", {"displayName": "Mina", "userId": 1})
    joined = answer.get_json()
    assert (answer.status_code, joined["roomCode"], joined["room"]["role"]) == (200, cast.room.code, "guest")
    assert joined["participant"]
    assert joined["room"]["participantCount"] == 1
    mine = next(person for person in joined["room"]["participants"] if person["id"] == joined["userId"])
    assert (mine["name"], mine["isInside"]) == ("Mina", True)


def test_a_name_is_needed_without_a_token(api: Api, cast: Cast) -> None:
    answer = api.post(f"/api/rooms/{cast.room.code}/join")
    assert code_of(answer) == (422, "INVALID")
    assert "displayName" in answer.get_json(force=True)["fields"]


def test_joining_twice_is_one_standing_and_one_seat(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path, token = f"/api/rooms/{cast.room.code}/join", token_of(cast.stranger)
    first, second = (api.post(path, {}, token).get_json() for _ in range(2))
    assert first["participant"] == second["participant"]
    assert first["userId"] == second["userId"] == cast.stranger.id
    assert first["token"] != second["token"]
    db.session.rollback()
    assert seats_taken(cast.room) == 1


def test_a_guest_of_another_room_is_somebody_new(api: Api, cast: Cast, make: Make, token_of: TokenOf) -> None:
    other, token = make(), token_of(cast.leila, cast.room)
    assert code_of(api.post(f"/api/rooms/{other.code}/join", {}, token)) == (422, "INVALID")
    joined = api.post(f"/api/rooms/{other.code}/join", {"displayName": "Leila"}, token).get_json()
    assert joined["userId"] != cast.leila.id


def test_an_accounts_token_for_one_room_opens_no_other(api: Api, cast: Cast, make: Make, token_of: TokenOf) -> None:
    token = token_of(cast.kenji, cast.room)
    assert code_of(api.post(f"/api/rooms/{make().code}/join", {}, token)) == (404, "ROOM_NOT_FOUND")


def test_locked_and_full_rooms_answer_400(api: Api, cast: Cast, make: Make) -> None:
    asked = {"displayName": "Mina"}
    assert code_of(api.post(f"/api/rooms/{make(is_locked=True).code}/join", asked)) == (400, "ROOM_LOCKED")
    full = f"/api/rooms/{make(max_participants=2).code}/join"
    assert [api.post(full, asked).status_code for _ in range(2)] == [200, 200]
    refused = api.post(full, asked)
    assert code_of(refused) == (400, "ROOM_FULL")
    assert (refused.get_json(force=True)["count"], refused.get_json(force=True)["max"]) == (2, 2)


def test_who_does_not_come_in_leaves_no_trace(api: Api, cast: Cast, make: Make) -> None:
    from app.accounts.models import Session, User

    def rows() -> tuple[int, int]:
        db.session.rollback()
        return db.session.query(User).count(), db.session.query(Session).count()

    code, before = make(is_locked=True).code, rows()
    api.post(f"/api/rooms/{code}/join", {"displayName": "Mina"})
    assert rows() == before


def test_a_password_is_asked_for(api: Api, make: Make) -> None:
    path = f"/api/rooms/{make(password='open sesame').code}/join"
    tries = [{}, {"password": "wrong"}, {"password": "w" * 100}]
    refused = [code_of(api.post(path, {"displayName": "Mina"} | each)) for each in tries]
    assert refused == [(403, "PASSWORD_REQUIRED"), (403, "PASSWORD_INVALID"), (403, "PASSWORD_INVALID")]
    joined = api.post(path, {"displayName": "Mina", "password": "open sesame"}).get_json()
    again = api.post(path, {}, joined["token"])
    assert again.status_code == 200


def test_private_rooms_are_entered_by_invitation(api: Api, cast: Cast, make: Make, token_of: TokenOf) -> None:
    room, token = make(is_public=False, password="open sesame"), token_of(cast.asha)
    path, asked = f"/api/rooms/{room.code}", {"displayName": "Mina"}
    assert code_of(api.post(f"{path}/join", asked)) == (403, "INVITE_ONLY")
    made = api.post(f"{path}/invitations", {"uses": 1}, token)
    assert made.status_code == 201
    secret = made.get_json()["invitation"]
    assert made.get_json()["link"].endswith(secret)
    assert api.post(f"{path}/join", asked | {"invitation": secret}).status_code == 200
    assert code_of(api.post(f"{path}/join", asked | {"invitation": secret})) == (410, "INVITATION_OVER")


def test_coming_back_gives_a_fresh_token_of_the_same_session(api: Api, cast: Cast, token_of: TokenOf) -> None:
    token = token_of(cast.leila, cast.room)
    with transaction():
        actions.set_lock(cast.standing["asha"], True)
    back = api.post(f"/api/rooms/{cast.room.code}/rejoin", None, token).get_json()
    assert back["token"] != token
    assert (back["roomCode"], back["userId"]) == (cast.room.code, cast.leila.id)
    assert api("DELETE", "/api/sessions/current", None, token).status_code == 200
    assert code_of(api.get("/api/me", back["token"])) == (401, "INVALID_TOKEN")


def test_there_is_no_way_back_for_others(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path = f"/api/rooms/{cast.room.code}/rejoin"
    left, kicked = token_of(cast.kenji), token_of(cast.leila, cast.room)
    with transaction():
        actions.leave_room(cast.standing["kenji"])
        actions.kick(cast.standing["asha"], cast.standing["leila"], "spam")
    assert code_of(api.post(path)) == (401, "UNAUTHENTICATED")
    assert code_of(api.post(path, None, token_of(cast.stranger))) == (404, "ROOM_NOT_FOUND")
    assert code_of(api.post(path, None, left)) == (404, "NOT_MEMBER")
    assert code_of(api.post(path, None, kicked)) == (404, "KICKED")
    with transaction():
        actions.close_room(cast.room, cast.asha)
    assert code_of(api.post(path, None, token_of(cast.asha))) == (404, "ROOM_CLOSED")


def test_leaving_ends_standing_and_seat(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path, token = f"/api/rooms/{cast.room.code}", token_of(cast.kenji)
    api.post(f"{path}/join", {}, token)
    assert api.post(f"{path}/leave", None, token).get_json() == {"success": True}
    assert code_of(api.post(f"{path}/leave", None, token)) == (403, "NOT_MEMBER")
    assert api.get(path).get_json()["participantCount"] == 0
    assert api.post(f"{path}/join", {}, token).status_code == 200


def test_only_a_host_hands_over(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path = f"/api/rooms/{cast.room.code}/leave"
    refused = api.post(path, {"hostId": cast.leila.id}, token_of(cast.kenji))
    assert code_of(refused) == (403, "NOT_HOST")
    assert api.post(path, {"newHostId": cast.kenji.id}, token_of(cast.asha)).status_code == 200
    assert api.get(f"/api/rooms/{cast.room.code}").get_json()["hostId"] == cast.kenji.id


def test_the_kicked_stay_out(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path, token = f"/api/rooms/{cast.room.code}", token_of(cast.leila, cast.room)
    with transaction():
        actions.kick(cast.standing["asha"], cast.standing["leila"], "spam")
    for answer in (api.get(path, token), api.post(f"{path}/join", {}, token)):
        assert code_of(answer) == (403, "KICKED")
        assert (answer.get_json(force=True)["by"], answer.get_json(force=True)["reason"]) == ("Asha", "spam")
