"""The first administrator is made by a token that works once, never by coming first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import first_administrator as first
from app.accounts.actions import make_administrator, make_guest
from app.accounts.models import User
from app.db import db
from app.errors import Refusal
from app.log import transaction
from tests.conftest import make_account

from .conftest import Post

Browser = Callable[[User | None], FlaskClient]


@pytest.fixture
def people(app: Flask) -> tuple[User, User]:
    with transaction():
        return make_account("Asha"), make_account("Kenji")


@pytest.fixture
def token(app: Flask) -> str:
    with transaction():
        return first.make_token()


def test_the_link_makes_one_administrator_once(
    people: tuple[User, User], token: str, client_of: Browser, post_as: Post
) -> None:
    asha, kenji = people
    page = client_of(asha).get(f"/admin/first?token={token}")
    assert "makes <b" in page.get_data(as_text=True)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert post_as(asha, "/admin/first", token=token).headers["Location"].rstrip("/").endswith("/admin")
    assert db.session.get_one(User, asha.id).is_administrator
    assert post_as(kenji, "/admin/first", token=token).status_code == 404
    assert not db.session.get_one(User, kenji.id).is_administrator
    assert client_of(kenji).get(f"/admin/first?token={token}").status_code == 404


def test_a_visitor_is_sent_to_register_and_comes_back(token: str, client_of: Browser) -> None:
    page = client_of(None).get(f"/admin/first?token={token}").get_data(as_text=True)
    assert f"/register?next=/admin/first%3Ftoken%3D{token}" in page


@pytest.mark.parametrize("guess", ["", "wrong", "x" * 500])
def test_a_wrong_token_finds_nothing(
    people: tuple[User, User], token: str, client_of: Browser, post_as: Post, guess: str
) -> None:
    assert client_of(people[0]).get(f"/admin/first?token={guess}").status_code == 404
    assert post_as(people[0], "/admin/first", token=guess).status_code == 404


def test_without_a_token_made_there_is_nothing(people: tuple[User, User], client_of: Browser) -> None:
    assert client_of(people[0]).get("/admin/first?token=").status_code == 404


def test_a_newer_token_replaces_the_older(people: tuple[User, User], token: str, post_as: Post) -> None:
    with transaction():
        newer = first.make_token()
    assert post_as(people[0], "/admin/first", token=token).status_code == 404
    assert post_as(people[0], "/admin/first", token=newer).status_code == 303


def test_where_somebody_administers_the_link_is_dead(people: tuple[User, User], token: str) -> None:
    with transaction():
        make_administrator(people[1], True)
    with transaction(), pytest.raises(Refusal, match="NOT_FOUND"):
        first.become_first_administrator(people[0], token)


def test_guests_administer_nothing(token: str) -> None:
    with transaction():
        guest = make_guest("Leila")
    with transaction(), pytest.raises(Refusal, match="FORBIDDEN"):
        first.become_first_administrator(guest, token)
