"""Room tokens: what they say, and everything that ends them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from app import clock as time
from app.accounts import actions
from app.accounts.models import Session
from app.accounts.tokens import issue_token, read_token
from app.clock import Clock
from app.config import Settings
from app.errors import Refusal
from app.log import transaction
from tests.conftest import Cast, make_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A key that is long enough for other methods too."""
    return make_settings(tmp_path, jwt_secret="j" * 64)


@pytest.fixture
def session(cast: Cast) -> Session:
    with transaction():
        return actions.start_session(cast.kenji, "api", "curl/8", "192.0.2.1")[0]


def claims_of(token: str, settings: Settings) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, settings.jwt_secret, ["HS256"], audience="guftagu-api")
    return claims


def test_a_token_says_who_and_which_room(cast: Cast, session: Session, settings: Settings) -> None:
    token = issue_token(session, cast.room.code)
    user, found, code = read_token(token)
    assert (user.id, found.id, code) == (cast.kenji.id, session.id, cast.room.code)
    assert set(claims_of(token, settings)) == {"iss", "aud", "exp", "iat", "jti", "sid", "roomCode", "userId"}
    assert claims_of(token, settings)["jti"] != claims_of(issue_token(session, cast.room.code), settings)["jti"]


def test_a_token_for_all_rooms_names_none(session: Session) -> None:
    assert read_token(issue_token(session)).room_code is None


def test_it_ends_with_the_room_or_after_a_day(cast: Cast, session: Session, settings: Settings, clock: Clock) -> None:
    now = time.now().timestamp()
    short = issue_token(session, "x", until=time.now() + timedelta(minutes=5))
    assert claims_of(short, settings)["exp"] == int(now + 300)
    assert claims_of(issue_token(session, "x"), settings)["exp"] == int(now + 24 * 3600)
    clock.tick(seconds=301)
    with pytest.raises(Refusal, match="INVALID_TOKEN"):
        read_token(short)


def test_ending_the_session_ends_its_tokens(cast: Cast, session: Session) -> None:
    token = issue_token(session, cast.room.code)
    with transaction():
        actions.revoke_session(session)
    with pytest.raises(Refusal, match="INVALID_TOKEN"):
        read_token(token)


def test_disabling_the_person_ends_their_tokens(cast: Cast, session: Session) -> None:
    token = issue_token(session, cast.room.code)
    with transaction():
        actions.disable_user(cast.kenji, cast.admin)
    with pytest.raises(Refusal, match="INVALID_TOKEN"):
        read_token(token)


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "iat", "jti", "sid", "roomCode", "userId"])
def test_every_claim_is_needed(session: Session, settings: Settings, missing: str) -> None:
    claims = claims_of(issue_token(session, "x"), settings)
    del claims[missing]
    with pytest.raises(Refusal, match="INVALID_TOKEN"):
        read_token(jwt.encode(claims, settings.jwt_secret, "HS256"))


@pytest.mark.parametrize(
    "change", [{"iss": "other"}, {"aud": "other"}, {"userId": 1}, {"sid": "1"}, {"sid": 999}, {"exp": 1}]
)
def test_every_claim_is_looked_at(session: Session, settings: Settings, change: dict[str, Any]) -> None:
    claims = claims_of(issue_token(session, "x"), settings) | change
    with pytest.raises(Refusal, match="INVALID_TOKEN"):
        read_token(jwt.encode(claims, settings.jwt_secret, "HS256"))


def test_other_keys_and_methods_are_refused(session: Session, settings: Settings) -> None:
    claims = claims_of(issue_token(session, "x"), settings)
    forged = [
        jwt.encode(claims, "k" * 32, "HS256"),
        jwt.encode(claims, settings.jwt_secret, "HS512"),
        jwt.encode(claims, None, "none"),
        "",
        "a.b.c",
    ]
    for token in forged:
        with pytest.raises(Refusal, match="INVALID_TOKEN"):
            read_token(token)


def test_the_secret_of_a_page_session_makes_no_token(cast: Cast) -> None:
    with transaction():
        page, _ = actions.start_session(cast.kenji, "page", "", "")
    with pytest.raises(Refusal, match="INVALID_TOKEN"):
        read_token(issue_token(page, "x"))
