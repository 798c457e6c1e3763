"""Settings: password, devices, deletion."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.models import Session, User
from app.accounts.passwords import is_password
from app.db import db
from tests.conftest import PASSWORD, Cast

from .conftest import Browser

BrowserOf = Callable[[User | None], Browser]


def test_a_new_password_signs_other_devices_out_and_not_this_one(cast: Cast, browser_of: BrowserOf) -> None:
    here, there, other = browser_of(cast.asha), browser_of(cast.asha), browser_of(cast.kenji)
    before = here.cookie
    answer = here.post("/settings/password", password=PASSWORD, new_password="four quite random words")
    assert answer.status_code == 303
    assert here.is_signed_in() and not there.is_signed_in() and other.is_signed_in()
    assert here.cookie != before
    assert is_password("four quite random words", cast.asha.password_hash)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong password", "four quite random words", "password"),
        (PASSWORD, "short", "new_password"),
        (PASSWORD, "asha@example.org", "new_password"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it(
    cast: Cast, browser_of: BrowserOf, old: str, new: str, field: str
) -> None:
    answer = browser_of(cast.asha).post("/settings/password", password=old, new_password=new)
    assert answer.status_code == 422 and f'id="f-{field}-error"' in answer.get_data(as_text=True)
    assert is_password(PASSWORD, cast.asha.password_hash)


def test_a_reload_of_a_refused_form_leads_back(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of(cast.asha)
    assert browser.get("/settings/password").location == "/settings"
    assert browser.get("/account/deletion").location == "/settings"


def test_deleting_asks_for_the_password(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of(cast.asha)
    assert browser.post("/account/deletion", deletion_password="wrong password").status_code == 422
    assert cast.asha.deleted_at is None
    assert browser.post("/account/deletion", deletion_password=PASSWORD).status_code == 303
    assert cast.asha.deleted_at is not None and not browser.is_signed_in()


def test_guests_have_no_password_to_change(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of(cast.leila)
    page = browser.get("/settings").get_data(as_text=True)
    assert "/register" in page and "/settings/password" not in page
    assert browser.post("/settings/password", password="", new_password="four quite random words").status_code == 403


def test_devices_are_listed_this_one_first(cast: Cast, browser_of: BrowserOf, visitor: Browser) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    visitor.post("/sign-in", name="asha", password=PASSWORD, headers={"User-Agent": agent})
    page = browser_of(cast.asha).get("/sessions").get_data(as_text=True)
    assert page.index("This device") < page.index("Firefox on Linux")
    assert page.count('id="session-') == 2


def test_one_device_or_all_others_are_signed_out(cast: Cast, browser_of: BrowserOf) -> None:
    here, there, third = (browser_of(cast.asha) for _ in range(3))
    ids = [each.id for each in db.session.query(Session).filter_by(user_id=cast.asha.id).order_by(Session.id)]
    assert here.post(f"/sessions/{ids[1]}/revoke").status_code == 303
    assert here.is_signed_in() and not there.is_signed_in() and third.is_signed_in()
    assert here.post("/sessions/others/revoke").location == "/sessions"
    assert here.is_signed_in() and not third.is_signed_in()
    assert here.post(f"/sessions/{ids[0]}/revoke").location == "/"
    assert not here.is_signed_in()


def test_nobody_ends_the_sessions_of_others(cast: Cast, browser_of: BrowserOf) -> None:
    kenjis = browser_of(cast.kenji)
    session_id = db.session.query(Session).filter_by(user_id=cast.kenji.id).one().id
    assert browser_of(cast.asha).post(f"/sessions/{session_id}/revoke").status_code == 404
    assert kenjis.is_signed_in()
