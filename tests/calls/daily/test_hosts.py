"""What hosts do, and what becomes of a room, reaches Daily after the commit."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts import actions as accounts
from app.calls import actions as calls
from app.calls.models import Call, DailyRoom, Participant
from app.calls.providers.daily import api, client
from app.calls.providers.daily.wishes import person_behind
from app.calls.tickets import ticket_of
from app.db import db
from app.errors import Refusal
from app.log import transaction
from app.notices.caretaker import tend
from app.notices.daily_lane import run_all
from app.rooms import actions as rooms
from app.rooms.wishes import RoomWishes
from tests.calls.daily.steps import go_in, here, names, ticket, with_kenji_removed
from tests.calls.test_seats import enter
from tests.conftest import Cast
from tests.servers.daily import LocalDaily
from tests.servers.daily_state import JoinRefused


def test_a_new_room_has_its_place_before_anybody_comes(cast: Cast, noise: None, daily: LocalDaily) -> None:
    run_all()
    assert daily.count("POST /rooms") == 4
    asked = len(daily.asked)
    assert go_in(daily, cast.standing["asha"])
    assert [one for one, _ in daily.asked[asked:]] == ["POST /meeting-tokens"]
    with transaction():
        rooms.create_room(cast.kenji, RoomWishes(max_participants=2))
    run_all()
    assert daily.count("POST /rooms") == 4, "rooms for two go without"


def test_who_is_removed_is_put_out_and_their_token_is_worth_nothing(cast: Cast, daily: LocalDaily) -> None:
    token = with_kenji_removed(daily, cast)
    assert names(here(daily, cast)) == ["Asha"]
    with pytest.raises(JoinRefused, match="not-allowed"):
        daily.account.enter(f"guftagu-{cast.room.code}", token)
    assert daily.bodies(f"POST /rooms/guftagu-{cast.room.code}/eject") == [
        {"user_ids": [f"u{cast.kenji.id}"], "ban": True}
    ]


def test_who_is_let_back_in_is_another_to_daily_which_forgets_no_ban(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    tokens = []
    for _ in range(2):
        tokens.append(go_in(daily, cast.standing["kenji"])[1])
        with transaction():
            rooms.kick(cast.standing["asha"], cast.standing["kenji"])
        run_all()
        with transaction():
            rooms.change_settings(cast.standing["asha"], max_participants=6 + len(tokens))
            rooms.forgive(cast.standing["asha"], cast.standing["kenji"])
            rooms.join_room(cast.room, cast.kenji)
        run_all()
    session, _ = go_in(daily, cast.standing["kenji"])
    assert person_behind(session.user_id) == cast.kenji.id
    for token in tokens:
        with pytest.raises(JoinRefused, match="not-allowed"):
            daily.account.enter(f"guftagu-{cast.room.code}", token)
    with transaction():
        calls.leave_everywhere(cast.kenji.id)
    run_all()
    assert names(here(daily, cast)) == ["Asha"]


@pytest.mark.parametrize("end", ["leave", "disable", "lapse"])
def test_who_has_no_seat_any_more_is_put_out_but_may_come_back(cast: Cast, daily: LocalDaily, end: str) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    _, token = go_in(daily, cast.standing["kenji"])
    with transaction():
        match end:
            case "leave":
                rooms.leave_room(cast.standing["kenji"])
            case "disable":
                accounts.disable_user(cast.kenji)
            case _:
                calls.leave_everywhere(cast.kenji.id, reason="lapsed")
    run_all()
    assert names(here(daily, cast)) == ["Asha"]
    assert daily.account.enter(f"guftagu-{cast.room.code}", token)


def test_who_is_back_before_daily_has_put_them_out_stays(
    cast: Cast, daily: LocalDaily, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Daily is busy at first: by the time it listens, whom it was to put out is there again by right."""
    run_all()
    go_in(daily, cast.standing["asha"])
    go_in(daily, cast.standing["kenji"])
    asking = client.Daily._ask

    def come_back_meanwhile(self: client.Daily, method: str, path: str, *rest: Any) -> dict[str, Any]:
        try:
            return asking(self, method, path, *rest)
        finally:
            if path.endswith("/eject"):
                monkeypatch.setattr(client.Daily, "_ask", asking)
                go_in(daily, cast.standing["kenji"])

    monkeypatch.setattr(client.Daily, "_ask", come_back_meanwhile)
    daily.fail(f"POST /rooms/guftagu-{cast.room.code}/eject", 429, times=1)
    with transaction():
        calls.leave_everywhere(cast.kenji.id)
    run_all()
    for _ in range(3):
        clock.tick(seconds=20)
        run_all()
    assert "Kenji" in names(here(daily, cast))


def test_who_still_has_another_tab_stays(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    first = enter(cast.standing["kenji"]).id
    go_in(daily, cast.standing["kenji"])
    with transaction():
        calls.leave_call(db.session.get_one(Participant, first))
    run_all()
    assert names(here(daily, cast)) == ["Kenji"]


@pytest.mark.parametrize("end", ["close", "delete"])
def test_the_place_is_gone_with_the_room(cast: Cast, noise: None, daily: LocalDaily, end: str) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    with transaction():
        if end == "close":
            rooms.close_room(cast.room, cast.asha)
        else:
            rooms.delete_room(cast.standing["asha"])
    run_all()
    assert f"guftagu-{cast.room.code}" not in daily.account.rooms
    assert len(daily.account.rooms) == 3
    assert db.session.get(DailyRoom, cast.room.id) is None


def test_switches_hold_at_the_door_and_for_those_inside(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    host, _ = go_in(daily, cast.standing["asha"])
    member, _ = go_in(daily, cast.standing["kenji"])
    with transaction():
        rooms.change_settings(cast.standing["asha"], screen_share_enabled=False)
    run_all()
    assert here(daily, cast).properties["enable_screenshare"] is False
    assert (host.can_send, member.can_send) == (True, ["audio", "video"])
    with transaction():
        rooms.change_settings(cast.standing["asha"], screen_share_enabled=True)
    run_all()
    assert here(daily, cast).properties["enable_screenshare"] is True
    assert member.can_send is True


@pytest.mark.parametrize("is_allowed", [False, True])
def test_switches_hold_for_who_is_on_the_way_in(cast: Cast, daily: LocalDaily, is_allowed: bool) -> None:
    """Their token was made before, and nobody sees them there yet: what holds is what is so when they come."""
    run_all()
    go_in(daily, cast.standing["asha"])
    with transaction():
        rooms.change_settings(cast.standing["asha"], audio_enabled=not is_allowed)
    run_all()
    token = ticket(cast.standing["kenji"])["token"]
    with transaction():
        rooms.change_settings(cast.standing["asha"], audio_enabled=is_allowed)
    run_all()
    late = daily.account.enter(f"guftagu-{cast.room.code}", token)
    assert late.can_send == (True if is_allowed else ["video", "screenVideo", "screenAudio"])


def test_a_mute_takes_the_microphone_and_gives_the_right_to_it_back(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    muted, _ = go_in(daily, cast.standing["kenji"])
    other, _ = go_in(daily, cast.standing["leila"])
    with transaction():
        rooms.mute(cast.standing["asha"], cast.standing["kenji"])
    run_all()
    told = daily.bodies(f"POST /rooms/guftagu-{cast.room.code}/update-permissions")
    assert told == [
        {"data": {muted.id: {"canSend": ["video", "screenVideo", "screenAudio"]}}},
        {"data": {muted.id: {"canSend": True}}},
    ]
    assert other.can_send is True


def test_a_mute_that_breaks_in_the_middle_leaves_nobody_without_a_voice(
    cast: Cast, daily: LocalDaily, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    muted, _ = go_in(daily, cast.standing["kenji"])
    grant = api.grant

    def grant_and_die(*told: Any) -> None:
        monkeypatch.setattr(api, "grant", grant)
        grant(*told)
        daily.fail("POST /rooms", 503, times=client.TRIES)

    monkeypatch.setattr(api, "grant", grant_and_die)
    with transaction():
        rooms.mute(cast.standing["asha"], cast.standing["kenji"])
    run_all()
    assert muted.can_send is True


def test_who_is_host_no_longer_has_no_rights_of_one_there(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    with transaction():
        rooms.make_cohost(cast.standing["asha"], cast.standing["kenji"])
    session, _ = go_in(daily, cast.standing["kenji"])
    assert session.is_owner
    with transaction():
        rooms.unmake_cohost(cast.standing["asha"], cast.standing["kenji"])
    run_all()
    assert session.can_admin is False


def test_daily_learns_of_a_later_end_only_when_it_has_moved_far(clock: Any, cast: Cast, daily: LocalDaily) -> None:
    run_all()
    seat = enter(cast.standing["asha"])
    ticket_of(db.session.get_one(Participant, seat.id))
    updated = f"POST /rooms/guftagu-{cast.room.code}"

    def an_hour_later(minutes: int) -> None:
        clock.tick(minutes=minutes)
        with transaction():
            calls.renew([seat.id])
            rooms.touch(cast.room)
        tend()
        run_all()

    before = here(daily, cast).properties["exp"]
    an_hour_later(30)
    assert daily.count(updated) == 0
    an_hour_later(45)
    assert daily.count(updated) == 1
    assert here(daily, cast).properties["exp"] - before == 75 * 60


def test_a_locked_room_gives_no_newcomer_a_token(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    with transaction():
        rooms.set_lock(cast.standing["asha"], True)
    run_all()
    with pytest.raises(Refusal, match="ROOM_LOCKED"), transaction():
        calls.take_seat(rooms.join_room(cast.room, cast.stranger), None)
    assert here(daily, cast).privacy == "private"
    assert go_in(daily, cast.standing["kenji"])[0].user_name == "Kenji"
    assert daily.count("POST /meeting-tokens") == 1


def test_a_room_that_ends_while_it_is_made_leaves_nothing_behind(
    cast: Cast, daily: LocalDaily, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = client.Daily.ask

    def close_meanwhile(self: client.Daily, method: str, path: str, *rest: Any, **more: Any) -> dict[str, Any]:
        answer = asking(self, method, path, *rest, **more)
        if (method, path) == ("POST", "/rooms"):
            with transaction():
                rooms.close_room(cast.room, cast.asha)
        return answer

    monkeypatch.setattr(client.Daily, "ask", close_meanwhile)
    run_all()
    assert daily.account.rooms == {}
    assert db.session.get(DailyRoom, cast.room.id) is None
    assert db.session.query(Call).count() == 0
