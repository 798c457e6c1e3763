"""Looking at rooms, changing and deleting them."""

from __future__ import annotations

import pytest

from app import clock as time
from app.calls.actions import take_seat
from app.log import transaction
from app.rooms import actions
from app.rooms.models import Membership
from app.rooms.wishes import RoomWishes
from tests.api.conftest import Api, TokenOf, code_of
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("noise")


def test_strangers_see_the_door_and_not_who_is_inside(api: Api, cast: Cast, token_of: TokenOf) -> None:
    with transaction():
        take_seat(cast.standing["kenji"], None)
    for token in (None, token_of(cast.stranger), token_of(cast.admin)):
        answer = api.get(f"/api/rooms/{cast.room.code}", token)
        room = answer.get_json()
        assert (room["name"], room["hostId"], room["participantCount"]) == ("Gaming Night", cast.asha.id, 1)
        assert "participants" not in room and "metadata" not in room
        assert "Kenji" not in answer.get_data(as_text=True)


def test_members_see_each_other(api: Api, cast: Cast, token_of: TokenOf) -> None:
    with transaction():
        take_seat(cast.standing["kenji"], None)
    room = api.get(f"/api/rooms/{cast.room.code}", token_of(cast.leila, cast.room)).get_json()
    people = {person["name"]: (person["role"], person["isHost"], person["isInside"]) for person in room["participants"]}
    assert people == {
        "Asha": ("owner", True, False),
        "Kenji": ("member", False, True),
        "Leila": ("guest", False, False),
    }
    assert room["role"] == "guest"


def test_by_code_in_any_spelling(api: Api, cast: Cast) -> None:
    for spelt in (cast.room.code, cast.room.code.lower(), f" {cast.room.code[:4]} {cast.room.code[4:]} "):
        found = api.get(f"/api/rooms?code={spelt}").get_json()
        assert (found["success"], found["room"]["code"]) == (True, cast.room.code)


@pytest.mark.parametrize("query", ["", "?code=", "?code=%20"])
def test_a_search_without_a_code(api: Api, query: str) -> None:
    answer = api.get(f"/api/rooms{query}")
    assert code_of(answer) == (400, "INVALID")
    assert answer.get_json(force=True)["detail"] == "Room code is required"


@pytest.mark.parametrize("code", ["nowhere1", "x", "a%00b", "%F0%9F%8E%89", "z" * 500])
def test_a_code_that_leads_nowhere(api: Api, cast: Cast, code: str) -> None:
    assert code_of(api.get(f"/api/rooms/{code}")) == (404, "ROOM_NOT_FOUND")
    by_query = (422, "INVALID") if "%00" in code else (404, "ROOM_NOT_FOUND")
    assert code_of(api.get(f"/api/rooms?code={code}")) == by_query


def test_wrong_closed_and_expired_codes_sound_the_same_to_strangers(api: Api, cast: Cast, clock: time.Clock) -> None:
    with transaction():
        other = actions.create_room(cast.asha, RoomWishes(name="Closed"))
        actions.close_room(other, cast.asha)
        code = other.code
    clock.tick(days=2)
    heard = [api.get(f"/api/rooms/{each}").get_json(force=True) for each in ("nowhere1", code, cast.room.code)]
    assert {(each["status"], each["code"], each["title"]) for each in heard} == {
        (404, "ROOM_NOT_FOUND", "Invalid Room Code")
    }


def test_a_private_room_is_for_the_invited(api: Api, cast: Cast, token_of: TokenOf) -> None:
    with transaction():
        room = actions.create_room(cast.asha, RoomWishes(is_public=False))
        code = room.code
    assert code_of(api.get(f"/api/rooms/{code}")) == (403, "INVITE_ONLY")
    with transaction():
        standing = Membership.query.filter_by(room_id=room.id).one()
        actions.invite(standing, cast.kenji)
    assert api.get(f"/api/rooms/{code}", token_of(cast.kenji)).status_code == 200


def test_the_state_is_derived(api: Api, cast: Cast, token_of: TokenOf, clock: time.Clock) -> None:
    made = api.post("/api/rooms", {"displayName": "Mina", "maxUsers": 2}).get_json()
    path = f"/api/rooms/{made['roomCode']}"
    assert api.get(path).get_json()["state"] == "CREATED"
    clock.tick(seconds=1)
    api.post(f"{path}/join", {"displayName": "Tom"})
    assert api.get(path).get_json()["state"] == "ACTIVE"
    api.post(f"{path}/join", {}, made["token"])
    room = api.get(path).get_json()
    assert (room["state"], room["participantCount"]) == ("FULL", 2)
    assert room["updatedAt"] > room["createdAt"]
    clock.tick(seconds=120)
    assert api.get(path).get_json()["state"] == "ACTIVE"


def test_hosts_change_what_they_name_and_nothing_else(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path, token = f"/api/rooms/{cast.room.code}", token_of(cast.asha)
    changes = {"isLocked": True, "chat_enabled": False, "isSaved": True}
    room = api("PATCH", path, changes, token).get_json()["room"]
    assert (room["isLocked"], room["chatEnabled"], room["isSaved"], room["videoEnabled"]) == (True, False, True, True)
    assert room["expiresAt"] is None
    room = api("PATCH", path, {}, token).get_json()["room"]
    assert (room["isLocked"], room["chatEnabled"], room["isSaved"]) == (True, False, True)
    room = api("PATCH", path, {"hostId": cast.kenji.id}, token).get_json()["room"]
    assert room["hostId"] == cast.kenji.id


def test_the_host_is_handed_to_members_only(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path, token = f"/api/rooms/{cast.room.code}", token_of(cast.asha)
    refused = [
        api("PATCH", path, {"isLocked": True, "hostId": whose}, token)
        for whose in (cast.asha.id, cast.stranger.id, 2**60)
    ]
    assert [code_of(answer) for answer in refused] == [
        (409, "ALREADY_HOST"),
        (404, "MEMBER_NOT_FOUND"),
        (422, "INVALID"),
    ]
    assert api.get(path).get_json()["isLocked"] is False


def test_deleting_ends_every_token_at_once(api: Api, cast: Cast, token_of: TokenOf) -> None:
    path, kenjis, leilas = f"/api/rooms/{cast.room.code}", token_of(cast.kenji), token_of(cast.leila, cast.room)
    assert code_of(api("DELETE", path, None, kenjis)) == (403, "NOT_HOST")
    assert api("DELETE", path, None, token_of(cast.asha)).get_json() == {"success": True}
    assert code_of(api.get(path)) == (404, "ROOM_NOT_FOUND")
    assert code_of(api.get(path, kenjis)) == (410, "ROOM_CLOSED")
    assert code_of(api.get(f"/api/messages?roomId={cast.room.code}", leilas)) == (410, "ROOM_CLOSED")
    assert code_of(api.get("/api/me", leilas)) == (401, "INVALID_TOKEN")
