"""The doors of chat: who may knock, what each kind of client is answered, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.chat.actions import post_message
from app.chat.models import Message
from app.config import Settings
from app.db import db
from app.log import transaction
from app.rooms import actions as rooms
from tests.conftest import Cast, csrf_of, make_settings

pytestmark = pytest.mark.usefixtures("noise")
Clients = Callable[[User | None], FlaskClient]
SCRIPT = {"Accept": "application/problem+json"}


def post(client: FlaskClient, cast: Cast, body: str, client_id: str = "client-id-1", **headers: str) -> TestResponse:
    path = f"/room/{cast.room.code}/messages"
    fields = {"body": body, "client_id": client_id, "csrf_token": csrf_of(client, path)}
    return client.post(path, data=fields, headers=headers)


def bodies(cast: Cast) -> list[str]:
    db.session.rollback()
    query = select(Message.body).where(Message.room_id == cast.room.id)
    return list(db.session.scalars(query.order_by(Message.id)))


def fill(cast: Cast, count: int) -> None:
    for number in range(1, count + 1):
        with transaction():
            post_message(cast.standing["kenji"], f"filling-{number}", f"message {number}.")


def test_a_plain_form_is_sent_back_to_the_room(cast: Cast, client_of: Clients) -> None:
    answer = post(client_of(cast.kenji), cast, "Hello", Accept="text/html")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/room/{cast.room.code}/messages#end")
    assert bodies(cast) == ["Hello"]


def test_scripts_get_no_content_and_the_id(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.leila)
    answer = post(client, cast, "Hello", **SCRIPT)
    assert (answer.status_code, answer.data) == (204, b"")
    message_id = db.session.scalar(select(Message.id).where(Message.body == "Hello"))
    assert answer.headers["X-Message-Id"] == str(message_id)
    again = post(client, cast, "Hello", **SCRIPT)
    assert (again.status_code, again.headers["X-Message-Id"]) == (204, str(message_id))
    assert bodies(cast) == ["Hello"]


@pytest.mark.parametrize(
    ("body", "status", "words"), [("  ", 422, "Write something first."), ("other", 422, "sent before")]
)
def test_a_no_comes_with_its_reason(cast: Cast, client_of: Clients, body: str, status: int, words: str) -> None:
    client = client_of(cast.kenji)
    post(client, cast, "first", **SCRIPT)
    answer = post(client, cast, body, **SCRIPT)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert words in answer.get_json()["detail"]


def test_a_refused_plain_form_keeps_what_was_typed(cast: Cast, client_of: Clients) -> None:
    client, typed = client_of(cast.kenji), "</textarea>" + "x" * 8000
    answer = post(client, cast, typed, Accept="text/html")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "&lt;/textarea&gt;" + "x" * 8000 in text
    assert "8,011 characters" in text


def test_chat_that_is_off_says_so(cast: Cast, client_of: Clients) -> None:
    with transaction():
        cast.room.chat_enabled = False
    client = client_of(cast.kenji)
    assert post(client, cast, "Hello", **SCRIPT).get_json()["code"] == "CHAT_DISABLED"
    answer = post(client, cast, "Hello", Accept="text/html")
    assert answer.status_code == 403
    assert ">Hello</textarea>" in answer.get_data(as_text=True)
    assert bodies(cast) == []


@pytest.mark.parametrize(("who", "status"), [("asha", 200), ("leila", 200), ("stranger", 404), ("admin", 404)])
def test_only_those_inside_read(cast: Cast, client_of: Clients, who: str, status: int) -> None:
    path = f"/room/{cast.room.code}/messages"
    assert client_of(getattr(cast, who)).get(path, headers={"HX-Request": "true"}).status_code == status


def test_nobody_is_asked_who_they_are_first(cast: Cast, client_of: Clients) -> None:
    answer = client_of(None).get(f"/room/{cast.room.code}/messages")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def test_who_was_removed_neither_reads_nor_writes(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.kenji)
    token = csrf_of(client, f"/room/{cast.room.code}/messages")
    with transaction():
        rooms.kick(cast.standing["asha"], cast.standing["kenji"])
    path = f"/room/{cast.room.code}/messages"
    assert client.get(path).status_code == 403
    answer = client.post(
        path, data={"body": "one more", "client_id": "client-id-9", "csrf_token": token}, headers=SCRIPT
    )
    assert (answer.status_code, answer.get_json()["code"]) == (403, "KICKED")
    assert bodies(cast) == []


def test_older_pages_come_as_fragments_and_as_whole_pages(cast: Cast, client_of: Clients) -> None:
    fill(cast, 60)
    client, path = client_of(cast.asha), f"/room/{cast.room.code}/messages"
    first = db.session.scalar(select(func.min(Message.id)).where(Message.room_id == cast.room.id)) or 0
    newest = client.get(path, headers={"HX-Request": "true"})
    text = newest.get_data(as_text=True)
    assert text.count('class="msg"') == 50
    assert "message 60." in text and "message 10." not in text and "noise" not in text
    assert f"{path}?before={first + 10}" in text
    assert "<html" not in text and "HX-Request" in newest.headers["Vary"]
    whole = client.get(f"{path}?before={first + 10}").get_data(as_text=True)
    assert "<html" in whole and whole.count('class="msg"') == 10
    assert "Show earlier messages" not in whole
    assert f'href="/reports/new?kind=message&amp;subject={first}&amp;room={cast.room.code}"' in whole


def test_a_page_of_messages_costs_the_same_however_many_there_are(cast: Cast, client_of: Clients) -> None:
    client, path = client_of(cast.asha), f"/room/{cast.room.code}/messages"
    fill(cast, 2)
    few = queries(client, path)
    fill(cast, 40)
    with transaction():
        post_message(cast.standing["leila"], "leilas", "and one of Leila's")
    assert queries(client, path) == few <= 8


def queries(client: FlaskClient, path: str) -> int:
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", counted)
    try:
        assert client.get(path, headers={"HX-Request": "true"}).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", counted)
    return count


class TestLimit:
    """Twenty messages in ten seconds, per person."""

    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return make_settings(tmp_path, limits_enabled=True)

    def test_too_many_are_told_when_to_come_back(self, app: Flask, cast: Cast, client_of: Clients) -> None:
        client, path = client_of(cast.kenji), f"/room/{cast.room.code}/messages"
        token = csrf_of(client, path)
        statuses = [
            client.post(
                path, data={"body": "x", "client_id": f"id-{n}", "csrf_token": token}, headers=SCRIPT
            ).status_code
            for n in range(21)
        ]
        assert statuses == [204] * 20 + [429]
        answer = client.post(path, data={"body": "x", "client_id": "id-22", "csrf_token": token}, headers=SCRIPT)
        assert 1 <= int(answer.headers["Retry-After"]) <= 10
