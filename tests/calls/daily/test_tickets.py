"""Calls that Daily carries: the room there, a ticket for each participant, and what comes when Daily does not."""

from __future__ import annotations

import time
from typing import Any

import pytest

from app.calls import actions as calls
from app.calls.access import live_call
from app.calls.models import Call, DailyRoom, Participant
from app.calls.providers.daily import api, client
from app.calls.tickets import ticket_of
from app.db import db
from app.log import entries, transaction
from app.rooms import actions as rooms
from tests.calls.daily.steps import at_daily, go_in, read, ticket
from tests.calls.test_seats import enter, refused
from tests.conftest import Cast
from tests.servers.daily import LocalDaily
from tests.servers.daily_state import FakeRoom


def test_the_first_ticket_makes_a_private_room(cast: Cast, noise: None, daily: LocalDaily) -> None:
    found = ticket(cast.standing["asha"])
    name = f"guftagu-{cast.room.code}"
    assert found["provider"] == "daily"
    assert found["url"] == f"{daily.base}/fake-daily/{name}"
    assert found["user_name"] == "Asha"
    made = at_daily(daily, cast.room)
    end = made.properties.pop("exp")
    assert cast.room.expires_at is not None
    assert cast.room.expires_at.timestamp() <= end <= time.time() + 26 * 3600
    assert made.privacy == "private"
    assert made.properties == {
        "eject_at_room_exp": True,
        "max_participants": 5,
        "enable_screenshare": True,
        "enable_chat": False,
        "enable_knocking": False,
        "enable_prejoin_ui": False,
        "permissions": {"canSend": True},
        "start_video_off": False,
        "start_audio_off": False,
    }
    assert db.session.get_one(DailyRoom, cast.room.id).url == found["url"]
    ticket(cast.standing["kenji"])
    assert daily.count("POST /rooms") == 1


def test_a_token_names_its_room_its_person_and_its_end(cast: Cast, daily: LocalDaily) -> None:
    tickets = {name: ticket(cast.standing[name]) for name in ("asha", "leila")}
    host, guest = (body["properties"] for body in daily.bodies("POST /meeting-tokens"))
    assert host["is_owner"] is True
    assert guest["is_owner"] is False
    assert guest["room_name"] == f"guftagu-{cast.room.code}"
    assert guest["user_id"] == f"u{cast.leila.id}"
    assert guest["exp"] <= at_daily(daily, cast.room).properties["exp"]
    assert time.time() + 23 * 3600 < guest["exp"] <= time.time() + 24 * 3600 + 1
    assert "enable_recording" not in guest
    assert "permissions" not in guest
    inside = daily.account.enter(guest["room_name"], tickets["leila"]["token"])
    assert (inside.user_name, inside.user_id) == ("Leila", f"u{cast.leila.id}")


def test_what_the_room_has_switched_off_is_off_at_its_door_but_for_hosts(cast: Cast, daily: LocalDaily) -> None:
    with transaction():
        cast.room.screen_share_enabled = cast.room.video_enabled = False
    assert go_in(daily, cast.standing["asha"])[0].can_send is True
    assert go_in(daily, cast.standing["kenji"])[0].can_send == ["audio"]
    _, member = (body["properties"] for body in daily.bodies("POST /meeting-tokens"))
    assert member["enable_screenshare"] is False
    assert (member["start_audio_off"], member["start_video_off"]) == (False, True)
    assert at_daily(daily, cast.room).properties["enable_screenshare"] is False


def test_small_rooms_never_use_daily(cast: Cast, daily: LocalDaily) -> None:
    with transaction():
        cast.room.max_participants = 4
    assert ticket(cast.standing["asha"])["provider"] == "mesh"
    assert live_call(cast.room).reason is None  # type: ignore[union-attr]
    assert daily.asked == []
    assert read(cast.room)[-1] == "Asha joined"


def test_a_room_that_daily_has_forgotten_is_made_anew(cast: Cast, daily: LocalDaily) -> None:
    ticket(cast.standing["asha"])
    with transaction():
        db.session.get_one(DailyRoom, cast.room.id).expires_at = cast.room.created_at
    del daily.account.rooms[f"guftagu-{cast.room.code}"]
    assert ticket(cast.standing["kenji"])["provider"] == "daily"
    assert daily.count("POST /rooms") == 2


@pytest.mark.parametrize("forbidden", [(), ("max_participants",)])
def test_a_room_that_has_expired_there_is_not_in_the_way_of_the_next(
    cast: Cast, daily: LocalDaily, forbidden: tuple[str, ...]
) -> None:
    """A room that is kept for good is used again after a week: Daily shows its own no more, and may keep the name."""
    daily.account.keeps_names = True
    daily.account.forbidden |= {*forbidden}
    ticket(cast.standing["asha"])
    at_daily(daily, cast.room).properties["exp"] = int(time.time()) - 1
    with transaction():
        db.session.get_one(DailyRoom, cast.room.id).expires_at = cast.room.created_at
    assert ticket(cast.standing["kenji"])["provider"] == "daily"
    assert at_daily(daily, cast.room).properties["exp"] > time.time()


def test_an_answer_that_got_lost_is_looked_for_before_asking_again(
    cast: Cast, daily: LocalDaily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "READ", 0.3)
    daily.fail("POST /rooms", "lost", times=1)
    assert ticket(cast.standing["asha"])["provider"] == "daily"
    asked = [one for one, _ in daily.asked]
    assert asked[:2] == ["POST /rooms", f"GET /rooms/guftagu-{cast.room.code}"]
    assert asked.count("POST /rooms") == 1


def test_two_who_make_the_same_room_share_it(cast: Cast, daily: LocalDaily) -> None:
    name = f"guftagu-{cast.room.code}"
    daily.account.rooms[name] = FakeRoom(name, f"{daily.base}/fake-daily/{name}", "public", {"enable_chat": True})
    assert ticket(cast.standing["asha"])["provider"] == "daily"
    assert (at_daily(daily, cast.room).privacy, at_daily(daily, cast.room).properties["enable_chat"]) == (
        "private",
        False,
    )


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_or_broken_daily_is_asked_again(cast: Cast, daily: LocalDaily, status: int) -> None:
    daily.fail("POST /meeting-tokens", status, times=2)
    assert ticket(cast.standing["asha"])["provider"] == "daily"
    assert daily.count("POST /meeting-tokens") == 3


def test_retry_after_is_kept_unless_it_is_longer_than_our_patience(cast: Cast, daily: LocalDaily) -> None:
    daily.fail("POST /meeting-tokens", 429, times=1, **{"Retry-After": "1"})
    begun = time.monotonic()
    assert ticket(cast.standing["asha"])["provider"] == "daily"
    assert time.monotonic() - begun >= 1
    daily.fail("POST /meeting-tokens", 429, **{"Retry-After": "3600"})
    with refused("DAILY_BUSY"):
        ticket(cast.standing["kenji"])
    assert daily.count("POST /meeting-tokens") == 3


def test_an_account_that_may_not_limit_its_rooms_has_rooms_all_the_same(cast: Cast, daily: LocalDaily) -> None:
    daily.account.forbidden.add("max_participants")
    assert ticket(cast.standing["asha"])["provider"] == "daily"
    assert "max_participants" not in at_daily(daily, cast.room).properties
    with transaction():
        rooms.change_settings(cast.standing["asha"], screen_share_enabled=False)
    assert ticket(cast.standing["kenji"])["provider"] == "daily"
    assert at_daily(daily, cast.room).properties["enable_screenshare"] is False


@pytest.mark.parametrize("trouble", ["gone", "broken", "wrong key"])
def test_without_daily_the_call_goes_from_browser_to_browser_and_says_why(
    cast: Cast, noise: None, daily: LocalDaily, trouble: str
) -> None:
    match trouble:
        case "gone":
            daily.stop()
        case "broken":
            daily.fail("POST /rooms", 500)
        case _:
            daily.account.key = "another key, long enough to sign tokens with it too"
    seat = enter(cast.standing["asha"])
    found = ticket_of(db.session.get_one(Participant, seat.id))
    assert found == {"provider": "mesh", "ice_servers": []}
    call = live_call(cast.room)
    assert call is not None
    assert (call.provider, call.reason) == ("mesh", "daily_unreachable")
    assert read(cast.room)[-1] == "Daily cannot be reached: the call goes on directly from browser to browser"
    moved = entries(f"room:{cast.room.id}", 0)[-1]
    assert (moved.type, moved.data["provider"], moved.data["reason"]) == ("call:moved", "mesh", "daily_unreachable")


def test_after_a_failure_the_next_call_does_not_wait_for_daily(cast: Cast, daily: LocalDaily) -> None:
    daily.stop()
    ticket(cast.standing["asha"])
    with transaction():
        calls.leave_everywhere(cast.asha.id)
    daily.start()
    assert ticket(cast.standing["asha"])["provider"] == "mesh"
    assert daily.asked == []
    assert "Daily cannot be reached: this call goes directly from browser to browser" in read(cast.room)


def test_one_who_is_refused_does_not_move_the_others(cast: Cast, daily: LocalDaily) -> None:
    ticket(cast.standing["asha"])
    daily.fail("POST /meeting-tokens", 403)
    with refused("DAILY_BUSY"):
        ticket(cast.standing["kenji"])
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]


def test_a_key_that_is_taken_back_ends_daily_for_everybody(cast: Cast, daily: LocalDaily) -> None:
    ticket(cast.standing["asha"])
    daily.account.key = "another key, long enough to sign tokens with it too"
    assert ticket(cast.standing["kenji"])["provider"] == "mesh"


def test_a_call_that_is_moved_while_daily_answers_gives_no_ticket_to_daily(
    cast: Cast, daily: LocalDaily, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket(cast.standing["asha"])
    minting = api.create_token

    def move_meanwhile(*args: Any) -> str:
        with transaction():
            calls.move_call(live_call(cast.room).id, "daily_unreachable")  # type: ignore[union-attr]
        return minting(*args)

    monkeypatch.setattr(api, "create_token", move_meanwhile)
    assert ticket(cast.standing["kenji"])["provider"] == "mesh"
    assert db.session.query(Participant).filter(Participant.daily_since.is_not(None)).count() == 0


def test_whoever_reloads_after_the_move_gets_the_mesh(cast: Cast, daily: LocalDaily) -> None:
    first = enter(cast.standing["asha"])
    ticket_of(db.session.get_one(Participant, first.id))
    with transaction():
        calls.move_call(first.call_id, "daily_unreachable")
    with transaction():
        calls.move_call(first.call_id, "daily_unreachable")
    assert [entry.type for entry in entries(f"room:{cast.room.id}", 0)].count("call:moved") == 1
    assert ticket(cast.standing["kenji"])["provider"] == "mesh"
    assert db.session.get_one(Call, first.call_id).reason == "daily_unreachable"


def test_nothing_of_the_database_is_held_while_daily_is_asked(
    cast: Cast, daily: LocalDaily, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    asking = client.Daily._ask

    def watch(*args: Any) -> dict[str, Any]:
        held.append(db.session().in_transaction())
        return asking(*args)

    monkeypatch.setattr(client.Daily, "_ask", watch)
    ticket(cast.standing["asha"])
    ticket(cast.standing["kenji"])
    assert held == [False] * 3
