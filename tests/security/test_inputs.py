"""What no browser of ours would send: answered politely, never by breaking, and never repeated in a log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError

from app import logs
from app.accounts.models import User
from app.calls.panel import Person
from app.chat.actions import post_message
from app.config import ConfigurationError, Settings, activate
from app.config import settings as app_settings
from app.log import transaction
from app.realtime import identity
from app.realtime.partial import partial
from app.rooms import actions
from app.rooms.wishes import RoomWishes
from tests.conftest import Cast, csrf_of, make_settings

ClientOf = Callable[[User | None], FlaskClient]
HUGE = "9" * 30


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


@pytest.mark.parametrize(
    "path",
    ["/people/{n}", "/friends/with/{n}", "/rooms?page={n}", "/room/{code}/messages?before={n}", "/me/{n}.css"],
)
def test_numbers_beyond_every_column_are_not_found(cast: Cast, client_of: ClientOf, path: str) -> None:
    answer = client_of(cast.asha).get(path.format(n=HUGE, code=cast.room.code))
    assert answer.status_code in (200, 404)


def test_numbers_beyond_every_column_in_forms(cast: Cast, client_of: ClientOf) -> None:
    asha = client_of(cast.asha)
    token = csrf_of(asha, "/room/join")
    for path, form in (
        ("/friends/requests", {"user_id": HUGE}),
        (f"/room/{cast.room.code}/departure", {"heir": HUGE}),
        (f"/room/{cast.room.code}/people/{HUGE}/kick", {}),
        (f"/room/{cast.room.code}/invitations", {"friend": "9" * 5000}),
        (f"/sessions/{HUGE}/revoke", {}),
    ):
        assert asha.post(path, data=form | {"csrf_token": token}).status_code in (404, 422), path


def test_what_the_database_cannot_hold_is_no_fault_of_ours(
    app: Flask, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL refuses NUL in text; SQLite does not, so its answer is given here by hand."""

    def refuse(*_: object) -> None:
        raise DataError("SELECT", {}, ValueError("NUL"))

    monkeypatch.setattr("app.accounts.views.proof.account_signing_in", refuse)
    visitor = client_of(None)
    form = {"name": "a\0b", "password": "x", "csrf_token": csrf_of(visitor, "/sign-in")}
    assert visitor.post("/sign-in", data=form).status_code == 422


@pytest.mark.parametrize("body", ['{"maxParticipants": ' + "9" * 5000 + "}", "[" * 100_000, '{"a": NaN', "\udcff"])
def test_json_that_python_cannot_read(cast: Cast, client_of: ClientOf, body: str) -> None:
    raw = body.encode("utf-8", "surrogateescape")
    answer = client_of(None).post("/api/rooms", data=raw, content_type="application/json")
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (422, "INVALID")


def test_a_form_may_stay_open_for_hours(
    app: Flask, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha = client_of(cast.asha)
    form = {"body": "Hello", "client_id": "late", "csrf_token": csrf_of(asha, "/room/join")}
    later = time.time() + 12 * 3600
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert asha.post(f"/room/{cast.room.code}/messages", data=form).status_code in (204, 303)


def test_names_and_messages_cannot_speak_htmx(cast: Cast, client_of: ClientOf) -> None:
    evil = '"><hx-partial hx-target="#people"><img src=x hx-get="/x" hx-trigger="load">'
    with transaction():
        cast.kenji.display_name = evil
        cast.room.name = evil
        message = post_message(cast.standing["kenji"], "evil", evil)
        drawn = partial("chat/_pushed.html", message=message, room=cast.room)
        notice = partial("calls/_person.html", room=cast.room, person=_person(cast))
    page = client_of(cast.asha).get(f"/room/{cast.room.code}/messages").get_data(as_text=True)
    for text in (page, drawn, notice):
        assert '<hx-partial hx-target="#people"' not in text
        assert "<img src=x" not in text
        assert '"><' not in text.replace('"></', "").replace(evil, "") or "&#34;&gt;&lt;hx-partial" in text


def _person(cast: Cast) -> object:
    return Person(cast.kenji, "member", is_host=False, is_muted=False, participants=())


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/%0d%0aX: y\r\n"]
)
def test_nobody_is_sent_to_another_site(cast: Cast, client_of: ClientOf, target: str) -> None:
    answer = client_of(cast.asha).get("/sign-in", query_string={"next": target})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80"])
def test_links_bear_the_public_address_whatever_the_request_says(
    app: Flask, cast: Cast, client_of: ClientOf, host: str
) -> None:
    with transaction():
        room = actions.create_room(cast.asha, RoomWishes(is_public=False))
    asha = client_of(cast.asha)
    asha.set_cookie("guftagu-session", asha.get_cookie("guftagu-session").value, domain="evil.example")  # type: ignore[union-attr]
    activate(replace(app_settings(), public_url="http://meet.example"))
    text = asha.get(f"/room/{room.code}/invitations", headers={"Host": host}).get_data(as_text=True)
    assert "http://meet.example/i/" in text
    assert "evil.example" not in text


def test_a_page_without_tls_is_not_ours_behind_tls(app: Flask) -> None:
    activate(replace(app_settings(), public_url="https://meet.example"))
    with app.test_request_context("/ws", headers={"Host": "meet.example"}):
        assert identity.is_own("https://meet.example")
        assert not identity.is_own("http://meet.example")
        assert not identity.is_own("https://meet.example.evil")
        assert not identity.is_own("null")


@pytest.mark.parametrize(
    "line",
    [
        "GET /register?next=%2Fadmin%2Ffirst%3Ftoken%3DSECRET HTTP/1.1",
        "GET /admin/first?token=SECRET HTTP/1.1",
        "GET /i/SECRET HTTP/1.1",
        "GET /sign-in?next=%2Fi%2FSECRET",
        "GET /sign-in?next=%2fi%2fSECRET&x=1",
    ],
)
def test_addresses_in_logs_keep_their_secrets(line: str) -> None:
    told = logs.redact(logging.getLogger(), "info", {"event": line})
    assert "SECRET" not in str(told)


def test_production_wants_a_long_key(tmp_path: Path) -> None:
    short = make_settings(tmp_path, testing=False, secret_key="k" * 31)
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        short.check()
    replace(short, secret_key="k" * 32).check()


def test_production_does_not_run_with_the_debugger(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="FLASK_DEBUG"):
        Settings.from_env({"INSTANCE": str(tmp_path), "FLASK_DEBUG": "1"})
    assert Settings.from_env({"INSTANCE": str(tmp_path), "FLASK_DEBUG": "1", "GUFTAGU_ENV": "development"})
