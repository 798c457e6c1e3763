"""What a room hears of a message: pixels for pages, JSON for clients, and nobody else hears it."""

from __future__ import annotations

import pytest

from app import log
from app.chat.actions import post_message
from app.log import transaction
from app.realtime.broadcast import Broadcast, render
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("noise")


def told(cast: Cast, body: str = "Blue goes first") -> tuple[Broadcast | None, log.Entry]:
    with transaction():
        post_message(cast.standing["kenji"], "client-id-1", body)
    entry = log.entries(f"room:{cast.room.id}", 0)[-1]
    event = entry.event()
    assert event is not None
    return render(event, entry.audience), entry


def test_only_the_room_hears_of_it(cast: Cast) -> None:
    _, entry = told(cast)
    event = entry.event()
    assert event is not None and event.audiences == (f"room:{cast.room.id}",)


def test_clients_get_the_message_as_json(cast: Cast) -> None:
    broadcast, _ = told(cast)
    assert broadcast is not None and broadcast.event == "message:new"
    message = broadcast.data["message"]
    assert message.pop("created_at").endswith("+00:00")
    assert isinstance(message.pop("id"), int)
    assert message == {
        "client_id": "client-id-1",
        "room_code": cast.room.code,
        "attachments": [],
        "body": "Blue goes first",
        "author": {"id": cast.kenji.id, "username": "kenji", "name": "Kenji", "avatar": None},
    }


def test_pages_get_one_line_for_this_rooms_list_that_knows_nobody(cast: Cast) -> None:
    broadcast, entry = told(cast)
    assert broadcast is not None and broadcast.content is not None
    assert broadcast.content.startswith("<hx-partial ")
    assert f"#messages[data-room='{cast.room.code}']" in broadcast.content
    assert f'id="message-{entry.data["message_id"]}"' in broadcast.content
    assert 'data-client-id="client-id-1"' in broadcast.content
    assert f'data-author="{cast.kenji.id}"' in broadcast.content
    assert "msg--mine" not in broadcast.content


@pytest.mark.parametrize(
    "body", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "a & b"]
)
def test_words_are_escaped_in_pixels_and_kept_in_json(cast: Cast, body: str) -> None:
    broadcast, _ = told(cast, body)
    assert broadcast is not None and broadcast.content is not None
    assert broadcast.data["message"]["body"] == body
    for raw in ("<script", "<img", ">49<", "a & b"):
        assert raw not in broadcast.content
    assert "hx-ignore" in broadcast.content


def test_a_deleted_message_is_not_told_again(cast: Cast) -> None:
    _, entry = told(cast)
    with transaction():
        from app.chat.models import Message
        from app.db import db

        db.session.get_one(Message, entry.data["message_id"]).deleted_at = entry.at
    event = entry.event()
    assert event is not None and render(event, entry.audience) is None
