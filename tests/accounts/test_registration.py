"""The registration form, for visitors and guests."""

from __future__ import annotations

from collections.abc import Callable

from app.accounts.models import Session, User
from app.db import db
from tests.conftest import PASSWORD, Cast

from .conftest import Browser

NEW = {"display_name": "Mei Lin", "username": "mei", "email": "mei@example.org", "password": PASSWORD}


def test_registering_signs_in_and_goes_on(cast: Cast, visitor: Browser) -> None:
    answer = visitor.post("/register", **NEW, next=f"/room/{cast.room.code}")
    assert answer.status_code == 303 and answer.location == f"/room/{cast.room.code}"
    assert visitor.is_signed_in()
    assert db.session.query(User).filter_by(username="mei").one().kind == "account"


def test_every_field_has_its_words_and_keeps_what_was_typed(cast: Cast, visitor: Browser) -> None:
    answer = visitor.post(
        "/register", display_name="Mei", username="kenji", email="mei", password="short-é", next="/rooms"
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for field in ("email", "password"):
        assert f'id="f-{field}-error"' in page
    assert 'value="Mei"' in page and 'value="kenji"' in page and 'value="/rooms"' in page
    assert "short-é" not in page


def test_an_address_is_asked_for(cast: Cast, visitor: Browser) -> None:
    assert visitor.post("/register", **(NEW | {"email": ""})).status_code == 422


def test_a_guest_becomes_an_account_in_place(cast: Cast, browser_of: Callable[[User | None], Browser]) -> None:
    browser = browser_of(cast.leila)
    session_id = db.session.query(Session).filter_by(user_id=cast.leila.id).one().id
    assert 'value="Leila"' in browser.get("/register").get_data(as_text=True)
    before = browser.cookie
    assert browser.post("/register", **(NEW | {"display_name": "Leila"})).status_code == 303
    assert not cast.leila.is_guest and cast.standing["leila"].role == "member"
    assert browser.cookie != before and browser.is_signed_in()
    assert db.session.query(Session).filter_by(user_id=cast.leila.id, revoked_at=None).one().id == session_id


def test_who_has_an_account_needs_no_other(cast: Cast, browser_of: Callable[[User | None], Browser]) -> None:
    browser = browser_of(cast.asha)
    assert browser.get("/register").status_code == 303
    assert browser.post("/register", page="/settings", **NEW).status_code == 303
    assert db.session.query(User).filter_by(username="mei").count() == 0
