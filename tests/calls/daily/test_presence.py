"""Who is in Daily's rooms: asked every so often, compared with our seats, a hint and no more."""

from __future__ import annotations

from typing import Any

from app.calls.access import inside
from app.notices.daily_lane import run_all
from tests.calls.daily.steps import go_in, here, names, tick, with_kenji_removed
from tests.conftest import Cast
from tests.servers.daily import LocalDaily


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
    token = with_kenji_removed(daily, cast)
    here(daily, cast).banned.clear()
    daily.account.enter(f"guftagu-{cast.room.code}", token)
    tick(clock)
    assert names(here(daily, cast)) == ["Asha"]
    assert f"u{cast.kenji.id}" in here(daily, cast).banned
