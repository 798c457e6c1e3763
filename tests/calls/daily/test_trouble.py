"""Pages that cannot reach Daily, a Daily that is away or only busy, and the call that is carried on without."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.calls.access import inside, live_call
from app.calls.models import Participant
from app.calls.tickets import ticket_of
from app.log import transaction
from app.notices.daily_lane import run_all
from app.realtime.bus import Bus
from app.realtime.signals import dispatch
from app.rooms.models import Room
from tests.calls.daily.steps import go_in, here, read, ticket
from tests.calls.test_seats import refused
from tests.conftest import Cast
from tests.servers.daily import LocalDaily


class Line:
    """The socket of one person in the room, without its wire."""

    def __init__(self, room: Room, seat: Participant) -> None:
        self.user_id, self.session_id, self.room_id = seat.user_id, seat.session_id, room.id
        self.state = {"participant": seat.id}
        self.audiences = {f"room:{room.id}"}
        self.names: dict[str, str] = {}
        self.heard: list[tuple[str, Any]] = []

    def send_envelope(self, event: str, audience: str | None = None, data: Any = None) -> bool:
        self.heard.append((event, data))
        return True

    def complain(self, kind: str = "no-room") -> None:
        """Say that Daily cannot be reached from here, and let the server look."""
        dispatch(self, f'{{"event": "call:trouble", "audience": "room:{self.room_id}", "data": {{"kind": "{kind}"}}}}')  # type: ignore[arg-type]
        run_all()


def line_of(cast: Cast, name: str) -> Line:
    standing = cast.standing[name]
    seat = next(seat for seat in inside(cast.room) if seat.user_id == standing.user_id)
    return Line(cast.room, seat)


@pytest.fixture
def told(app: Flask) -> list[tuple[str, str]]:
    """What is pushed while a test runs, as audience and text."""
    bus: Bus = app.extensions["bus"]
    heard: list[tuple[str, str]] = []
    publishing = bus.publish

    def listen(audience: str, payload: bytes) -> None:
        heard.append((audience, payload.decode().replace(" ", "")))
        publishing(audience, payload)

    bus.publish = listen  # type: ignore[method-assign]
    return heard


def test_one_page_in_trouble_moves_nobody_while_daily_is_well(cast: Cast, daily: LocalDaily, told: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    go_in(daily, cast.standing["kenji"])
    line = line_of(cast, "kenji")
    line.complain()
    line.complain()
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]
    answers = [text for audience, text in told if audience == f"participant:{line.state['participant']}"]
    assert len(answers) == 2
    assert '"is_well":true' in answers[0]
    line_of(cast, "asha").complain()
    assert live_call(cast.room).provider == "mesh"  # type: ignore[union-attr]


def test_one_who_only_waits_long_moves_a_call_when_daily_is_away_indeed(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    line_of(cast, "asha").complain("slow")
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]
    daily.stop()
    line_of(cast, "asha").complain("slow")
    assert live_call(cast.room).provider == "mesh"  # type: ignore[union-attr]


def test_the_call_is_carried_on_when_daily_dies(cast: Cast, noise: None, daily: LocalDaily, told: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    go_in(daily, cast.standing["kenji"])
    daily.stop()
    line_of(cast, "kenji").complain()
    call = live_call(cast.room)
    assert call is not None
    assert (call.provider, call.reason) == ("mesh", "daily_unreachable")
    assert read(cast.room)[-1] == "Daily cannot be reached: the call goes on directly from browser to browser"
    heard = [text for audience, text in told if audience == f"room:{cast.room.id}" and "call:moved" in text]
    assert len(heard) == 1
    assert "hx-partial" in heard[0]
    seat = next(seat for seat in inside(cast.room) if seat.user_id == cast.asha.id)
    assert ticket_of(seat) == {"provider": "mesh", "ice_servers": []}
    assert {seat.daily_since for seat in inside(cast.room)} == {None}


def test_a_daily_that_is_only_busy_is_not_dead(cast: Cast, daily: LocalDaily) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    go_in(daily, cast.standing["kenji"])
    daily.fail("", 429, **{"Retry-After": "3600"})
    line_of(cast, "kenji").complain()
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]
    with refused("DAILY_BUSY"):
        ticket(cast.standing["leila"])
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]


def test_a_room_that_somebody_deleted_at_daily_is_made_anew(cast: Cast, daily: LocalDaily, told: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    daily.account.rooms.clear()
    line_of(cast, "asha").complain()
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]
    assert f"guftagu-{cast.room.code}" in daily.account.rooms
    assert '"renewed":true' in told[-1][1]


def test_whom_daily_refuses_moves_nobody_but_may_have_come_to_another_account(
    cast: Cast, daily: LocalDaily, told: Any
) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    line_of(cast, "asha").complain("not-allowed")
    assert live_call(cast.room).provider == "daily"  # type: ignore[union-attr]
    assert '"renewed":false' in told[-1][1]
    daily.account.become_another()
    line_of(cast, "asha").complain("not-allowed")
    assert '"renewed":true' in told[-1][1]
    assert go_in(daily, cast.standing["kenji"])


def test_an_address_that_is_daily_s_no_more_is_not_given_out_again(cast: Cast, daily: LocalDaily, told: Any) -> None:
    run_all()
    go_in(daily, cast.standing["asha"])
    here(daily, cast).url = f"{daily.base}/another-domain/guftagu-{cast.room.code}"
    line_of(cast, "asha").complain()
    assert '"renewed":true' in told[-1][1]
    assert ticket(cast.standing["kenji"])["url"] == here(daily, cast).url


def test_a_page_that_missed_the_move_is_told_to_come_along(cast: Cast, daily: LocalDaily, told: Any) -> None:
    """It got its ticket to Daily while the call was moved; nothing else moves for its word."""
    with transaction():
        cast.room.max_participants = 3
    ticket(cast.standing["asha"])
    asked = len(daily.asked)
    line = line_of(cast, "asha")
    line.complain()
    assert [text for to, text in told if to == f"participant:{line.state['participant']}" and '"renewed":true' in text]
    assert [one for one, _ in daily.asked[asked:]] == []
