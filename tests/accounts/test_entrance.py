"""Signing in and out in a browser: cookies, detours, guessing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.accounts import actions
from app.accounts.models import Attempt, Session, User
from app.clock import Clock
from app.config import Settings
from app.db import db
from app.log import transaction
from tests.conftest import PASSWORD, Cast, make_settings

from .conftest import Browser

BrowserOf = Callable[[User | None], Browser]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Limits are on here, wide for the doors: it is the failures that are counted."""
    return make_settings(tmp_path, limits_enabled=True, throttle_limit=1000)


def sign_in(browser: Browser, name: str = "asha", password: str = PASSWORD, **more: str) -> int:
    return browser.post("/sign-in", name=name, password=password, **more).status_code


@pytest.mark.parametrize("name", ["asha", "ASHA", "asha@example.org", " Asha@Example.org "])
def test_by_username_or_address(cast: Cast, visitor: Browser, name: str) -> None:
    assert sign_in(visitor, name) == 303
    assert visitor.is_signed_in()


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(cast: Cast, visitor: Browser) -> None:
    answer = visitor.post("/sign-in", name="asha", password=PASSWORD)
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("guftagu-session="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie and "Domain" not in cookie
    kept = db.session.query(Session).filter_by(user_id=cast.asha.id).one()
    assert visitor.cookie and visitor.cookie not in kept.token_hash


def test_wrong_and_unknown_sound_the_same(cast: Cast, visitor: Browser) -> None:
    def words(answer_text: str) -> str:
        return answer_text.split('id="sign-in-problem">')[1].split("<")[0]

    wrong = visitor.post("/sign-in", name="asha", password="wrong password")
    unknown = visitor.post("/sign-in", name="nobody", password="wrong password")
    assert wrong.status_code == unknown.status_code == 401
    assert words(wrong.get_data(as_text=True)) == words(unknown.get_data(as_text=True))
    assert 'value="nobody"' in unknown.get_data(as_text=True)
    assert "wrong password" not in unknown.get_data(as_text=True)


def test_every_sign_in_is_a_new_session_and_ends_the_one_before(cast: Cast, visitor: Browser) -> None:
    sign_in(visitor)
    first = visitor.cookie
    sign_in(visitor)
    assert visitor.cookie != first
    assert db.session.query(Session).filter_by(user_id=cast.asha.id, revoked_at=None).count() == 1


def test_the_room_one_was_heading_for_survives_every_detour(cast: Cast, visitor: Browser) -> None:
    heading = f"/room/{cast.room.code}?x=1&y=2"
    asked = visitor.get("/sessions?a=1&b=2")
    assert asked.status_code == 303 and asked.location == "/sign-in?next=%2Fsessions%3Fa%3D1%26b%3D2"
    page = visitor.client.get("/sign-in", query_string={"next": heading}).get_data(as_text=True)
    link = page.split('href="/register?next=')[1].split('"')[0]
    other = visitor.client.get(f"/register?next={link}").get_data(as_text=True)
    assert f'name="next" value="{heading.replace("&", "&amp;")}"' in other
    failed = visitor.post("/sign-in", name="asha", password="wrong", next=heading).get_data(as_text=True)
    assert f'name="next" value="{heading.replace("&", "&amp;")}"' in failed
    assert visitor.post("/sign-in", name="asha", password=PASSWORD, next=heading).location == heading


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/sign-out",
    ],
)
def test_next_is_never_another_site(cast: Cast, visitor: Browser, elsewhere: str) -> None:
    assert visitor.post("/sign-in", name="asha", password=PASSWORD, next=elsewhere).location == "/"


def test_guessing_gets_slower_and_a_success_forgives(cast: Cast, visitor: Browser, clock: Clock) -> None:
    for _ in range(5):
        assert sign_in(visitor, password="wrong guess") == 401
    refused = visitor.post("/sign-in", name="asha", password=PASSWORD)
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) >= 1
    assert sign_in(visitor, "kenji") == 303
    clock.tick(seconds=2)
    assert sign_in(visitor) == 303
    assert db.session.query(Attempt).filter(Attempt.key.startswith("account:")).count() == 0


def test_unknown_names_are_counted_too(cast: Cast, visitor: Browser, clock: Clock) -> None:
    codes = [sign_in(visitor, "nobody", "wrong guess") for _ in range(6)]
    assert codes == [401] * 5 + [429]


def test_one_address_may_not_try_everybody(cast: Cast, visitor: Browser, clock: Clock) -> None:
    codes = [sign_in(visitor, f"nobody{number}", "wrong guess") for number in range(21)]
    assert codes == [401] * 20 + [429]
    clock.tick(hours=13)
    assert sign_in(visitor) == 303


def test_a_disabled_account_is_told_so_only_after_the_password(cast: Cast, visitor: Browser) -> None:
    with transaction():
        actions.disable_user(cast.asha, cast.admin)
    assert sign_in(visitor, password="wrong guess") == 401
    answer = visitor.post("/sign-in", name="asha", password=PASSWORD)
    assert answer.status_code == 403 and "disabled" in answer.get_data(as_text=True)


def test_signing_out_ends_the_session_on_the_server(cast: Cast, visitor: Browser) -> None:
    sign_in(visitor)
    cookie = visitor.cookie
    assert visitor.post("/sign-out").status_code == 303
    assert not visitor.is_signed_in()
    visitor.client.set_cookie("guftagu-session", str(cookie))
    assert not visitor.is_signed_in()


def test_signing_out_everywhere_ends_only_ones_own(cast: Cast, browser_of: BrowserOf) -> None:
    here, there, other = browser_of(cast.asha), browser_of(cast.asha), browser_of(cast.kenji)
    assert here.post("/sign-out/everywhere").status_code == 303
    assert not here.is_signed_in() and not there.is_signed_in() and other.is_signed_in()


def test_a_session_lasts_thirty_days(cast: Cast, clock: Clock, browser_of: BrowserOf) -> None:
    browser = browser_of(cast.asha)
    clock.tick(days=29)
    assert browser.is_signed_in()
    clock.tick(days=2)
    assert not browser.is_signed_in()


def test_last_use_is_noted_once_a_minute(cast: Cast, clock: Clock, browser_of: BrowserOf) -> None:
    browser = browser_of(cast.asha)
    began = db.session.query(Session).filter_by(user_id=cast.asha.id).one().last_used_at
    clock.tick(seconds=59)
    browser.get("/sessions")
    assert db.session.query(Session).filter_by(user_id=cast.asha.id).one().last_used_at == began
    now = clock.tick(seconds=2)
    browser.get("/sessions")
    assert db.session.query(Session).filter_by(user_id=cast.asha.id).one().last_used_at == now


def test_api_sessions_open_no_pages_and_cookies_no_api(cast: Cast, visitor: Browser, browser_of: BrowserOf) -> None:
    with transaction():
        _, token = actions.start_session(cast.asha, "api", "", "")
    visitor.client.set_cookie("guftagu-session", token)
    assert not visitor.is_signed_in()
    assert browser_of(cast.asha).get("/api/user/rooms").status_code == 401


def test_without_a_token_of_the_page_nothing_is_done(cast: Cast, visitor: Browser) -> None:
    assert visitor.client.post("/sign-in", data={"name": "asha", "password": PASSWORD}).status_code == 400
