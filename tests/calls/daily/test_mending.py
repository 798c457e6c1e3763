"""What Daily could not be told, because it was away for long, is made good by the caretaker's rounds."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from app.calls import actions as calls
from app.calls.models import Call, DailyRoom
from app.calls.providers.daily import api
from app.db import db
from app.errands.rows import Errand
from app.errands.taking import LEASE
from app.log import transaction
from app.notices.caretaker import tend
from app.notices.daily_lane import run_all
from app.rooms import actions as rooms
from app.rooms.wishes import RoomWishes
from tests.calls.daily.steps import go_in, here, names, tick
from tests.conftest import Cast
from tests.servers.daily import LocalDaily


def test_what_could_not_be_done_is_done_later(cast: Cast, daily: LocalDaily, clock: Any) -> None:
    run_all()
    daily.fail("DELETE", 500)
    with transaction():
        rooms.close_room(cast.room, cast.asha)
    run_all()
    assert f"guftagu-{cast.room.code}" in daily.account.rooms
    daily.mend()
    clock.tick(seconds=61)
    tend()
    run_all()
    assert daily.account.rooms == {}
    assert db.session.get(DailyRoom, cast.room.id) is None
    clock.tick(seconds=61)
    asked = len(daily.asked)
    tend()
    run_all()
    assert len(daily.asked) == asked, "there is nothing left to do"


def lose_errands() -> None:
    """Daily was away until nobody tried any longer."""
    with transaction():
        db.session.query(Errand).delete()


def test_rights_that_nobody_told_of_are_told_later(cast: Cast, daily: LocalDaily, clock: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    member, _ = go_in(daily, cast.standing["kenji"])
    with transaction():
        rooms.change_settings(cast.standing["asha"], video_enabled=False)
    lose_errands()
    tick(clock, 61)
    assert member.can_send == ["audio", "screenVideo", "screenAudio"]
    asked = daily.count(f"POST /rooms/guftagu-{cast.room.code}/update-permissions")
    tick(clock, 61)
    assert daily.count(f"POST /rooms/guftagu-{cast.room.code}/update-permissions") == asked == 1


def test_a_mute_that_the_process_did_not_outlive_takes_nobody_their_voice(
    cast: Cast, daily: LocalDaily, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    muted, _ = go_in(daily, cast.standing["kenji"])
    grant = api.grant

    def grant_and_end(*told: Any) -> None:
        grant(*told)
        raise SystemExit

    with transaction():
        rooms.mute(cast.standing["asha"], cast.standing["kenji"])
    monkeypatch.setattr(api, "grant", grant_and_end)
    with pytest.raises(SystemExit):
        run_all()
    monkeypatch.setattr(api, "grant", grant)
    assert "audio" not in muted.can_send
    lose_errands()
    tick(clock, 61)
    assert muted.can_send is True


def test_what_a_process_began_and_did_not_outlive_is_done_by_the_next(
    cast: Cast, daily: LocalDaily, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_all()
    go_in(daily, cast.standing["kenji"])
    with transaction():
        rooms.kick(cast.standing["asha"], cast.standing["kenji"])
    with monkeypatch.context() as dying:
        dying.setattr(api, "eject", lambda *_: sys.exit())
        with pytest.raises(SystemExit):
            run_all()
    assert names(here(daily, cast)) == ["Kenji"]
    clock.tick(seconds=LEASE.total_seconds())
    run_all()
    assert names(here(daily, cast)) == []


def test_what_is_done_late_looks_at_how_things_are_by_then(
    cast: Cast, daily: LocalDaily, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forgiven and back before Daily could be told of the removal: there is nobody to put out any more."""
    run_all()
    go_in(daily, cast.standing["kenji"])
    call_id = db.session.query(Call).one().id
    daily.fail("", 500)
    with transaction():
        rooms.kick(cast.standing["asha"], cast.standing["kenji"])
    with transaction():
        calls.move_call(call_id, "daily_unreachable")
        calls.end_call_in(cast.room.id)
    run_all()
    daily.mend()
    with transaction():
        rooms.forgive(cast.standing["asha"], cast.standing["kenji"])
        rooms.join_room(cast.room, cast.kenji)
    clock.tick(seconds=121)
    go_in(daily, cast.standing["kenji"])
    run_all()
    assert names(here(daily, cast)) == ["Kenji", "Kenji"]
    assert daily.count("DELETE /rooms") == 0


@pytest.mark.parametrize("end", ["kicked", "left", "moved"])
def test_nobody_is_left_behind_where_the_call_has_ended(cast: Cast, daily: LocalDaily, clock: Any, end: str) -> None:
    """Whoever is still there by a token talks at our cost, in a room that nobody looks after any more."""
    run_all()
    go_in(daily, cast.standing["kenji"])
    with transaction():
        if end == "kicked":
            rooms.kick(cast.standing["asha"], cast.standing["kenji"])
        elif end == "left":
            calls.leave_everywhere(cast.kenji.id)
        else:
            calls.move_call(db.session.query(Call).one().id, "daily_unreachable")
    lose_errands()
    assert names(here(daily, cast)) == ["Kenji"]
    tick(clock, 121)
    assert names(here(daily, cast)) == []


def test_a_room_that_daily_does_not_change_keeps_no_other_from_being_mended(
    cast: Cast, daily: LocalDaily, clock: Any
) -> None:
    with transaction():
        others = [rooms.create_room(cast.kenji, RoomWishes()) for _ in range(2)]
    run_all()
    daily.fail(f"DELETE /rooms/guftagu-{others[0].code}", 403)
    with transaction():
        for each in others:
            rooms.close_room(each, None)
    lose_errands()
    for _ in range(3):
        tick(clock, 61)
    assert set(daily.account.rooms) == {f"guftagu-{room.code}" for room in (cast.room, others[0])}
