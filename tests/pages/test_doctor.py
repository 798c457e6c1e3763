"""/doctor is for everybody; its credentials are short-lived, bound to whoever asks, and few."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock as time
from app.accounts.models import User
from app.config import Settings
from tests.conftest import Cast, csrf_of, make_settings

ClientOf = Callable[[User | None], FlaskClient]
SECRET = "the relay's own secret"
REDIS = "redis://:hunter2@cache.internal:6379/0"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    urls = ("turn:relay.example.org:3478?transport=udp", "turns:relay.example.org:5349?transport=tcp")
    return make_settings(tmp_path, turn_urls=urls, turn_secret=SECRET, limits_enabled=True)


def ask(client: FlaskClient, token: str, **headers: str) -> tuple[int, dict[str, object]]:
    headers = {"X-CSRFToken": token, "Accept": "application/problem+json", **headers}
    response = client.post("/doctor/credentials", headers=headers)
    return response.status_code, response.get_json() or {}


def user_name(client: FlaskClient, token: str) -> tuple[int, str]:
    """When the credentials end, and whose they are."""
    status, answer = ask(client, token)
    assert status == 200
    [server] = answer["ice_servers"]  # type: ignore[misc]
    expiry, _, name = server["username"].partition(":")  # type: ignore[index]
    return int(expiry), name


def token_of(client: FlaskClient) -> str:
    found = re.search(r'X-CSRFToken": "([^"]+)"', client.get("/doctor").get_data(as_text=True))
    assert found
    return found.group(1)


def test_everybody_may_look(client_of: ClientOf, cast: Cast) -> None:
    for person in (None, cast.leila, cast.kenji):
        page = client_of(person).get("/doctor").get_data(as_text=True)
        assert page.count('data-check="turn"') == 2
        assert "Relay over UDP" in page
        assert "Relay over TLS" in page
        assert "This server has no STUN set up." in page
        assert SECRET not in page


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"turn_urls": ()}, "Not set up (TURN_URLS)"),
        ({"turn_urls": ("turn:a.example",)}, "without its secret (TURN_SECRET)"),
        ({"stun_urls": ("stun:a.example",)}, "A server tells browsers"),
        ({"redis_url": REDIS}, "news may be a second late"),
        ({"public_url": "https://talk.example.org"}, "This server is reached by https"),
    ],
)
def test_the_server_says_what_it_knows(tmp_path: Path, others: dict[str, object], words: str) -> None:
    from app import create_app

    page = create_app(make_settings(tmp_path, **others)).test_client().get("/doctor").get_data(as_text=True)
    assert words in page
    assert "hunter2" not in page
    assert "cache.internal" not in page


def test_a_plain_line_is_called_unsafe(app: Flask) -> None:
    page = app.test_client().get("/doctor", base_url="http://talk.example.org").get_data(as_text=True)
    assert "set PUBLIC_URL" in page


def test_credentials_are_bound_to_the_session(client_of: ClientOf, cast: Cast, clock: time.Clock) -> None:
    kenji, again, leila = client_of(cast.kenji), client_of(cast.kenji), client_of(cast.leila)
    found = [user_name(client, token_of(client)) for client in (kenji, again, leila)]
    assert [expiry for expiry, _ in found] == [int(time.now().timestamp()) + 600] * 3
    assert len({name for _, name in found}) == 3


def test_a_visitor_gets_them_briefly_and_without_their_address(client_of: ClientOf, clock: time.Clock) -> None:
    nobody = client_of(None)
    expiry, name = user_name(nobody, token_of(nobody))
    assert expiry == int(time.now().timestamp()) + 120
    assert "127.0.0.1" not in name
    assert user_name(nobody, token_of(nobody))[1] == name


def test_they_are_few(client_of: ClientOf, cast: Cast) -> None:
    nobody, kenji = client_of(None), client_of(cast.kenji)
    token = token_of(nobody)
    answers = [ask(nobody, token) for _ in range(7)]
    assert [status for status, _ in answers] == [200] * 6 + [429]
    assert answers[-1][1]["code"] == "RATE_LIMITED"
    token = token_of(kenji)
    assert [ask(kenji, token)[0] for _ in range(31)] == [200] * 30 + [429]


def test_looking_is_counted_too(client_of: ClientOf, cast: Cast) -> None:
    nobody, kenji = client_of(None), client_of(cast.kenji)
    assert [nobody.get("/doctor").status_code for _ in range(21)] == [200] * 20 + [429]
    assert kenji.get("/doctor").status_code == 200


def test_other_sites_get_none(client_of: ClientOf, cast: Cast) -> None:
    kenji = client_of(cast.kenji)
    assert ask(kenji, "")[0] == 400
    assert ask(kenji, csrf_of(kenji, "/settings"), **{"Sec-Fetch-Site": "cross-site"})[0] == 403
