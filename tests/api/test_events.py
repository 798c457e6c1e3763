"""The log by request: without gaps, in the socket's words."""

from __future__ import annotations

import pytest

from app.log import head
from tests.api.conftest import Api, TokenOf, code_of
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("noise")


def test_everything_that_happened_in_order(api: Api, cast: Cast, token_of: TokenOf) -> None:
    token, path = token_of(cast.kenji), f"/api/rooms/{cast.room.code}/events"
    api.post("/api/messages", {"roomId": cast.room.code, "content": "hi"}, token)
    api.post(f"/api/rooms/{cast.room.code}/mute", {"targetUserId": cast.leila.id}, token_of(cast.asha))
    answer = api.get(path, token).get_json()
    assert [entry["seq"] for entry in answer["events"]] == list(range(1, answer["head"] + 1))
    assert [entry["event"] for entry in answer["events"]][-2:] == ["message:new", "room:host-action"]
    said, muted = answer["events"][-2:]
    assert (said["actorId"], said["data"]["message"]["body"]) == (cast.kenji.id, "hi")
    assert muted["data"]["action"] == "mute" and muted["data"]["target_user_id"] == cast.leila.id


def test_continuing_where_one_stopped(api: Api, cast: Cast, token_of: TokenOf) -> None:
    token, path, seen, since = token_of(cast.kenji), f"/api/rooms/{cast.room.code}/events", [], 0
    while True:
        answer = api.get(f"{path}?since={since}&limit=2", token).get_json()
        seen += [entry["seq"] for entry in answer["events"]]
        if since == answer["next"]:
            break
        since = answer["next"]
    assert seen == list(range(1, head(f"room:{cast.room.id}") + 1))
    assert (answer["next"], answer["head"]) == (since, since)


@pytest.mark.parametrize("query", ["since=-1", "since=x", "limit=0", "limit=201", "since=99999999999999999999"])
def test_what_cannot_be_asked(api: Api, cast: Cast, token_of: TokenOf, query: str) -> None:
    answer = api.get(f"/api/rooms/{cast.room.code}/events?{query}", token_of(cast.kenji))
    assert code_of(answer) == (422, "INVALID")
