"""The waiting room for scripts: knocking, hearing the answer, and coming in with the same token."""

from __future__ import annotations

import pytest

from app.log import transaction
from app.rooms.knocks import last_knock
from tests.conftest import Cast

from .conftest import Api, TokenOf

pytestmark = pytest.mark.usefixtures("noise")


@pytest.fixture
def door(cast: Cast) -> str:
    with transaction():
        cast.room.waiting_room = True
    return f"/api/rooms/{cast.room.code}"


def test_a_guest_waits_and_comes_in_with_the_token_of_the_refusal(
    api: Api, cast: Cast, door: str, token_of: TokenOf
) -> None:
    asked = api.post(f"{door}/join", {"displayName": "Tom", "note": "The plumber"})
    waiting = asked.get_json()
    assert (asked.status_code, waiting["code"]) == (403, "WAITING")
    for path in (door, f"{door}/events?since=0", f"/api/messages?roomId={cast.room.code}"):
        assert "participants" not in api.get(path, waiting["token"]).get_data(as_text=True)
    assert api.get(f"{door}/events?since=0", waiting["token"]).status_code == 404
    assert api.post(f"{door}/join", {}, waiting["token"]).get_json()["userId"] == waiting["userId"]
    host = token_of(cast.asha)
    [knock] = api.get(f"{door}/knocks", host).get_json()["knocks"]
    assert (knock["id"], knock["name"], knock["note"]) == (waiting["knock"], "Tom", "The plumber")
    assert api.get(f"{door}/knocks", token_of(cast.kenji)).status_code == 403
    answer = {"knockId": knock["id"], "answer": "admitted"}
    assert api.post(f"{door}/knocks", answer, host).status_code == 200
    assert api.post(f"{door}/knocks", answer, host).get_json()["code"] == "KNOCK_OVER"
    inside = api.post(f"{door}/join", {}, waiting["token"])
    assert inside.status_code == 200
    assert inside.get_json()["userId"] == waiting["userId"]


def test_a_no_is_told_for_a_minute(api: Api, cast: Cast, door: str, token_of: TokenOf, clock) -> None:  # type: ignore[no-untyped-def]
    theirs = token_of(cast.stranger)
    api.post(f"{door}/join", {}, theirs)
    api.post(f"{door}/knocks", {"answer": "declined"}, token_of(cast.asha))
    assert last_knock(cast.room, cast.stranger).state == "declined"  # type: ignore[union-attr]
    refused = api.post(f"{door}/join", {}, theirs)
    assert refused.get_json()["code"] == "KNOCK_DECLINED"
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    clock.tick(seconds=61)
    assert api.post(f"{door}/join", {}, theirs).get_json()["code"] == "WAITING"


def test_a_full_room_is_told_to_the_host(api: Api, cast: Cast, door: str, token_of: TokenOf) -> None:
    with transaction():
        cast.room.max_participants = 2
    for person in (cast.asha, cast.kenji):
        assert api.post(f"{door}/join", {}, token_of(person)).status_code == 200
    api.post(f"{door}/join", {}, token_of(cast.stranger))
    for body in ({"answer": "admitted"}, {"answer": "admitted", "knockId": last_knock(cast.room, cast.stranger).id}):  # type: ignore[union-attr]
        told = api.post(f"{door}/knocks", body, token_of(cast.asha)).get_json()
        assert told["code"] == "ROOM_FULL"
        assert "seats are taken" in told["detail"]
