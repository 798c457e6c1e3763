"""Who is in Daily's rooms: asked every so often, compared with our seats, a hint and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.calls import actions as calls
from app.calls.access import inside
from app.calls.models import Participant
from app.calls.providers.daily import client
from app.config import Settings
from app.db import db
from app.log import transaction
from app.notices.caretaker import tend
from app.notices.daily_lane import run_all
from app.rooms import actions as rooms
from tests.calls.test_daily_hosts import go_in, here, names
from tests.conftest import Cast, make_settings
from tests.servers.daily import KEY, LocalDaily


@pytest.fixture
def settings(tmp_path: Path, daily: LocalDaily, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.01)
    return make_settings(tmp_path, daily_api_key=KEY, daily_api_url=daily.url)


def pass_time(clock: Any, minutes: float) -> None:
    """Time passes, and every socket is alive."""
    clock.tick(minutes=minutes)
    with transaction():
        calls.renew(seat.id for seat in db.session.query(Participant))


def tick(clock: Any, seconds: int = 16) -> None:
    """Time passes, and the caretaker walks its round."""
    pass_time(clock, seconds / 60)
    tend()
    run_all()


def test_polling_learns_who_is_who_and_who_has_gone(cast: Cast, daily: LocalDaily, clock: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    session, _ = go_in(daily, cast.standing["kenji"])
    tick(clock)
    kenji = next(seat for seat in inside(cast.room) if seat.user_id == cast.kenji.id)
    assert kenji.daily_session == session.id
    asked = daily.count("GET /presence")
    tick(clock, 5)
    assert daily.count("GET /presence") == asked, "its list is renewed every 15 seconds only"
    daily.account.leave(f"guftagu-{cast.room.code}", session.id)
    tick(clock)
    assert cast.kenji.id in {seat.user_id for seat in inside(cast.room)}, "their own line to us is alive"
    assert kenji.daily_session is None


def test_a_stranger_with_an_old_token_is_put_out(cast: Cast, noise: None, daily: LocalDaily, clock: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    _, token = go_in(daily, cast.standing["kenji"])
    with transaction():
        rooms.kick(cast.standing["asha"], cast.standing["kenji"])
    run_all()
    here(daily, cast).banned.clear()
    daily.account.enter(f"guftagu-{cast.room.code}", token)
    tick(clock)
    assert names(here(daily, cast)) == ["Asha"]
    assert f"u{cast.kenji.id}" in here(daily, cast).banned
