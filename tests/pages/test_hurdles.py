"""What stands before every door of a page: limits, forms grown old, other sites, and our own faults."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.chat.models import Message
from app.config import Settings
from app.db import db
from tests.conftest import Cast, csrf_of, make_settings

from .conftest import Told, Visit, dialog, page

WORDS = "Load the page again and repeat what you did."
EXPIRED = Told(400, "The page was open too long", WORDS, ("Go home",))
CROSS_SITE = "This request came from another site and was not carried out."
AWAY = "The server cannot answer just now. Your words are kept; try again."
BROKEN = "This is our fault, and it has been noted. Try again."


class TestLimits:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return make_settings(tmp_path, limits_enabled=True, rooms_per_hour=2)

    def test_rooms_by_the_hour(self, cast: Cast, visit: Visit) -> None:
        asha = visit(cast.asha)
        answers = [asha.post("/room/create", max_participants="5") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [303, 303, 429]
        self.assert_told(answers[-1].headers["Retry-After"], page(answers[-1]), ("Try Again", "Go home"))

    def test_in_the_dialog_too(self, cast: Cast, visit: Visit) -> None:
        asha = visit(cast.asha)
        answers = [asha.post("/room/create", max_participants="5", htmx=True) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        self.assert_told(answers[-1].headers["Retry-After"], dialog(answers[-1]), ("Close",))

    def test_forms_with_mistakes_do_not_count(self, cast: Cast, visit: Visit) -> None:
        asha = visit(cast.asha)
        wrong = [asha.post("/room/create", max_participants="1").status_code for _ in range(4)]
        assert wrong == [422] * 4
        assert asha.post("/room/create", max_participants="5").status_code == 303

    def test_guessed_codes_do(self, cast: Cast, visit: Visit) -> None:
        visitor = visit()
        codes = [visitor.post("/room/join", code=f"XYZ789a{number % 10}").status_code for number in range(31)]
        assert codes == [404] * 30 + [429]
        assert visitor.post("/room/join", code=cast.room.code).status_code == 429

    @staticmethod
    def assert_told(retry_after: str, told: Told, buttons: tuple[str, ...]) -> None:
        assert told.words == "That was too often. Try again in about 60 minutes."
        assert 3500 < int(retry_after) <= 3600
        assert (told.status, told.title, told.buttons) == (429, "Too fast", buttons)


@pytest.mark.parametrize("fields", [{}, {"csrf_token": "made up"}], ids=["missing", "wrong"])
def test_a_form_without_its_token(cast: Cast, visit: Visit, fields: dict[str, str]) -> None:
    client = visit(cast.asha).client
    path = f"/room/{cast.room.code}/lock"
    assert page(client.post(path, data={"locked": "on", **fields})) == EXPIRED
    told = dialog(client.post(path, data={"locked": "on", **fields}, headers={"HX-Request": "true"}))
    assert told == Told(400, EXPIRED.title, WORDS, ("Close",))
    assert not cast.room.is_locked


def test_the_token_of_another_browser_is_none(cast: Cast, visit: Visit) -> None:
    theirs = csrf_of(visit(cast.kenji).client, "/room/join")
    answer = visit(cast.asha).client.post(f"/room/{cast.room.code}/lock", data={"locked": "on", "csrf_token": theirs})
    assert page(answer) == EXPIRED


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_write_from_another_site(cast: Cast, visit: Visit, site: str) -> None:
    client = visit(cast.asha).client
    fields = {"locked": "on", "csrf_token": csrf_of(client, "/room/join")}
    answer = client.post(f"/room/{cast.room.code}/lock", data=fields, headers={"Sec-Fetch-Site": site})
    assert page(answer) == Told(403, "Not from here", CROSS_SITE, ("Go home",))
    assert not cast.room.is_locked
    assert client.get("/", headers={"Sec-Fetch-Site": site}).status_code == 200, "links may lead here"


def test_our_own_fault(app: Flask, cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("app.rooms.actions.set_lock", break_down)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    asha, path = visit(cast.asha), f"/room/{cast.room.code}/lock"
    answer = asha.post(path, locked="on")
    assert page(answer) == Told(500, "Something broke", BROKEN, ("Try Again", "Go home"))
    assert "secret detail" not in answer.get_data(as_text=True)
    assert dialog(asha.post(path, locked="on", htmx=True)) == Told(500, "Something broke", BROKEN, ("Close",))


def test_an_address_that_leads_nowhere(visit: Visit) -> None:
    words = "There is nothing at this address, or not for you."
    assert page(visit().get("/nowhere")) == Told(404, "Nothing here", words, ("Go home",))


FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The database is, for the door of messages and for that of passwords."""

    def no_answer(*_: object) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr("app.chat.views.post_message", no_answer)
    monkeypatch.setattr("app.accounts.views.entrance.prove", no_answer)
    return monkeypatch


def test_what_was_typed_is_sent_again_from_the_page_of_a_refusal(
    cast: Cast, visit: Visit, away: pytest.MonkeyPatch
) -> None:
    asha, path, body = visit(cast.asha), f"/room/{cast.room.code}/messages", 'two\r\nlines & "marks"'
    token = {"csrf_token": csrf_of(asha.client, "/room/join")}
    answer = asha.client.post(path, data={"body": body, "client_id": "c-1", **token})
    assert page(answer) == Told(503, "One moment", AWAY, ("Try Again", "Go home"))
    html = answer.get_data(as_text=True)
    assert f'<form id="again" method="post" action="{path}">' in html
    away.undo()
    for _ in range(2):
        asha.client.post(path, data={name: unescape(value) for name, value in FIELD.findall(html)})
    assert list(db.session.scalars(select(Message.body).where(Message.room_id == cast.room.id))) == [
        body.replace("\r\n", "\n")
    ]


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize("fields", [{"name": "asha", "password": "hush"}, {"csrf_token": "forged", "body": "hush"}])
def test_neither_passwords_nor_forgeries_are_sent_again(cast: Cast, visit: Visit, fields: dict[str, str]) -> None:
    asha = visit(cast.asha)
    path = "/sign-in" if "password" in fields else f"/room/{cast.room.code}/messages"
    html = asha.client.post(path, data={"csrf_token": csrf_of(asha.client, "/room/join")} | fields)
    assert html.status_code in (400, 503)
    assert "hush" not in html.text and 'id="again"' not in html.text
