"""Reading and writing messages."""

from __future__ import annotations

import pytest
from flask import Flask

from app.chat.actions import post_message
from app.log import transaction
from tests.api.conftest import Api, TokenOf, code_of
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("noise")


def test_posting_and_reading(api: Api, cast: Cast, token_of: TokenOf) -> None:
    token = token_of(cast.leila, cast.room)
    posted = api.post("/api/messages", {"roomId": cast.room.code, "content": "Hello <b>all</b>"}, token)
    message = posted.get_json()["message"]
    assert (posted.status_code, message["content"], message["roomCode"]) == (201, "Hello <b>all</b>", cast.room.code)
    assert (message["author"]["id"], message["author"]["name"]) == (cast.leila.id, "Leila")
    page = api.get(f"/api/messages?room={cast.room.code}", token_of(cast.kenji)).get_json()
    assert page == {"messages": [message], "hasMore": False, "nextBefore": None}


@pytest.mark.parametrize("by_header", [True, False])
def test_a_retry_is_not_a_second_message(api: Api, cast: Cast, token_of: TokenOf, by_header: bool) -> None:
    token, key = token_of(cast.kenji), "b1946ac9-2d1e-4c5b"
    asked = {"roomId": cast.room.code, "content": "once"} | ({} if by_header else {"client_id": key})
    headers = {"Idempotency-Key": key} if by_header else {}
    first, second = (api.post("/api/messages", asked, token, **headers) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.get_json() == second.get_json()
    other = api.post("/api/messages", asked | {"content": "twice"}, token, **headers)
    assert code_of(other) == (422, "CLIENT_ID_REUSED")
    assert len(api.get(f"/api/messages?roomId={cast.room.code}", token).get_json()["messages"]) == 1


def test_pages_lead_back_to_the_beginning(api: Api, cast: Cast, token_of: TokenOf) -> None:
    with transaction():
        for number in range(7):
            post_message(cast.standing["kenji"], f"message-{number}", str(number))
    token, before, read = token_of(cast.asha), "", []
    while True:
        page = api.get(f"/api/messages?roomId={cast.room.code}&limit=3{before}", token).get_json()
        read = [message["content"] for message in page["messages"]] + read
        if not page["hasMore"]:
            break
        before = f"&before={page['nextBefore']}"
    assert read == [str(number) for number in range(7)]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"content": "x"}, "roomId"),
        ({"content": ""}, "content"),
        ({"content": " \u200b "}, "content"),
        ({"content": "x" * 8001}, "content"),
        ({"content": None}, "content"),
        ({"content": "x", "clientId": "not an id"}, "clientId"),
    ],
)
def test_what_cannot_be_said(api: Api, cast: Cast, token_of: TokenOf, asked: dict[str, object], field: str) -> None:
    room = {} if field == "roomId" else {"roomId": cast.room.code}
    answer = api.post("/api/messages", room | asked, token_of(cast.kenji))
    assert code_of(answer) == (422, "INVALID")
    assert list(answer.get_json(force=True)["fields"]) == [field]


@pytest.mark.parametrize(
    "query", ["", "&limit=0", "&limit=101", "&limit=x", "&before=0", "&before=99999999999999999999"]
)
def test_what_cannot_be_asked(api: Api, cast: Cast, token_of: TokenOf, query: str) -> None:
    room = f"roomId={cast.room.code}" if query else ""
    assert code_of(api.get(f"/api/messages?{room}{query}", token_of(cast.kenji))) == (422, "INVALID")


def test_chat_that_is_off(api: Api, cast: Cast, token_of: TokenOf) -> None:
    api("PATCH", f"/api/rooms/{cast.room.code}", {"chatEnabled": False}, token_of(cast.asha))
    refused = api.post("/api/messages", {"roomId": cast.room.code, "content": "x"}, token_of(cast.kenji))
    assert code_of(refused) == (403, "CHAT_DISABLED")


def test_a_cookie_is_nobody_here(app: Flask, cast: Cast, client_of) -> None:  # type: ignore[no-untyped-def]
    client = client_of(cast.asha)
    assert code_of(client.get(f"/api/messages?roomId={cast.room.code}")) == (401, "UNAUTHENTICATED")
    assert code_of(client.get("/api/me")) == (401, "UNAUTHENTICATED")
