"""Becoming somebody: accounts, guests, and guests who become accounts."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts import actions
from app.accounts.events import UserRegistered
from app.accounts.models import Session, User
from app.accounts.passwords import is_password
from app.config import Settings
from app.db import db
from app.errors import Invalid
from app.events import Event, _listeners
from app.log import entries, transaction
from tests.conftest import PASSWORD, Cast, make_account


def test_an_account_can_be_proven_by_its_password_alone(app: Flask) -> None:
    with transaction():
        user = make_account("Asha")
    assert user.password_hash is not None and user.password_hash.startswith("$argon2id$")
    assert is_password(PASSWORD, user.password_hash)
    assert not is_password(PASSWORD + " ", user.password_hash)
    assert not is_password(PASSWORD, None)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 8"),
        ("password123", "commonest"),
        ("QWERTYUIOP", "commonest"),
        ("x" * 1001, "at most"),
        ("ashafromdelhi", "Your own name"),
        ("Asha@Example.org", "Your own name"),
    ],
)
def test_passwords_that_others_try_first_are_refused(app: Flask, password: str, words: str) -> None:
    with pytest.raises(Invalid) as no, transaction():
        actions.register_account("Asha", "ashafromdelhi", "asha@example.org", password)
    assert words in no.value.fields["password"]


@pytest.mark.parametrize(
    ("username", "email", "field"),
    [("KENJI", "new@example.org", "username"), ("kenji2", "Kenji@Example.org", "email")],
)
def test_names_and_addresses_are_taken_once(cast: Cast, username: str, email: str, field: str) -> None:
    with pytest.raises(Invalid) as no, transaction():
        actions.register_account("Other Kenji", username, email, PASSWORD)
    assert set(no.value.fields) == {field}


def test_of_two_at_once_one_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index decides, where both have looked before either has written."""
    from app.accounts.actions import people

    monkeypatch.setattr(people, "_is_taken", lambda *_: False)
    for field, (username, email) in {"username": ("kenji", None), "email": ("kenji2", "kenji@example.org")}.items():
        with pytest.raises(Invalid) as no, transaction():
            actions.register_account("Kenji", username, email, PASSWORD)
        assert set(no.value.fields) == {field}


def test_several_accounts_without_an_address(app: Flask) -> None:
    with transaction():
        one = actions.register_account("One", "one", None, PASSWORD)
        two = actions.register_account("Two", "two", None, PASSWORD)
    assert one.email is None and two.email is None


def test_a_guest_becomes_an_account_and_stays_the_same_person(cast: Cast) -> None:
    before = cast.leila.id
    with transaction():
        user = actions.register_account("Leila H", "leila", "leila@example.org", PASSWORD, guest=cast.leila)
    assert user.id == before and not user.is_guest and user.username == "leila"
    told = entries(f"user:{before}", 0)[-1].event()
    assert told == UserRegistered(actor_id=before, user_id=before, was_guest=True)
    assert cast.standing["leila"].role == "member"


def test_two_guests_may_have_one_name(cast: Cast) -> None:
    with transaction():
        assert actions.make_guest("Leila").id != cast.leila.id


def test_settings_say_how_long_a_name_may_be(app: Flask, settings: Settings) -> None:
    with transaction():
        assert actions.make_guest("x" * settings.display_name_max).is_guest
    with pytest.raises(Invalid), transaction():
        actions.make_guest("x" * (settings.display_name_max + 1))


@pytest.mark.usefixtures("noise")
def test_a_deleted_account_leaves_nothing_personal(cast: Cast) -> None:
    with transaction():
        actions.start_session(cast.kenji, "page", "Firefox", "192.0.2.1")
    with transaction():
        actions.delete_account(cast.kenji)
    user = db.session.get_one(User, cast.kenji.id)
    assert user.display_name == "Deleted account" and not user.is_active
    assert {user.username, user.username_key, user.email, user.password_hash, user.avatar, user.bio} == {None, ""}
    left = db.session.query(Session).filter_by(user_id=user.id).all()
    assert left and all(each.revoked_at and not each.user_agent and not each.address for each in left)
    assert db.session.query(User).filter(User.deleted_at.is_(None)).count() > 4
    with transaction():
        make_account("Kenji")


def test_disabling_signs_out_and_nobody_disables_themselves(cast: Cast) -> None:
    from app.errors import Refusal

    with transaction():
        session, _ = actions.start_session(cast.kenji, "page", "", "")
    with transaction():
        actions.disable_user(cast.kenji, cast.admin)
    assert not cast.kenji.is_active and not session.is_live
    with transaction():
        actions.enable_user(cast.kenji, cast.admin)
    assert cast.kenji.is_active and not session.is_live
    with pytest.raises(Refusal, match="YOURSELF"), transaction():
        actions.disable_user(cast.admin, cast.admin)


def test_nothing_is_told_when_it_did_not_happen(cast: Cast) -> None:
    heard: list[Event] = []
    _listeners[UserRegistered].append(heard.append)
    try:
        with pytest.raises(Invalid), transaction():
            actions.register_account("Kenji", "kenji", "k@example.org", PASSWORD)
    finally:
        _listeners[UserRegistered].remove(heard.append)
    assert heard == []
