"""A ticket is renewed for who sits in the call, and for nobody else."""

from __future__ import annotations

import json
from typing import Any

from app.calls import actions as calls
from app.calls.models import Participant
from app.log import transaction
from app.realtime.audience import room_audience
from app.realtime.signals import dispatch
from tests.conftest import Cast

from .test_seats import enter


class Line:
    """A page's socket that keeps what it is told."""

    def __init__(self, cast: Cast, seat: Participant) -> None:
        self.user_id, self.state = seat.user_id, {"participant": seat.id}
        self.audience = room_audience(cast.room.id)
        self.audiences, self.names = {self.audience}, {}
        self.told: list[tuple[str, Any]] = []

    def send_envelope(self, event: str, audience: str | None = None, **fields: Any) -> bool:
        self.told.append((event, fields["data"]))
        return True

    def ask(self) -> tuple[str, Any]:
        frame = {"event": "call:ticket", "audience": self.audience, "data": {}}
        dispatch(self, json.dumps(frame))  # type: ignore[arg-type]
        return self.told[-1]


def test_who_sits_in_the_call_gets_fresh_servers(cast: Cast, noise: None) -> None:
    line = Line(cast, enter(cast.standing["kenji"]))
    event, data = line.ask()
    assert event == "call:ticket"
    assert isinstance(data["ice_servers"], list)
    assert list(data) == ["ice_servers"], "no list of people, no other secret"


def test_who_has_left_gets_none(cast: Cast, noise: None) -> None:
    seat = enter(cast.standing["kenji"])
    line = Line(cast, seat)
    with transaction():
        calls.leave_call(seat)
    event, data = line.ask()
    assert event == "error:room"
    assert "ice_servers" not in data


def test_another_persons_seat_is_no_seat(cast: Cast, noise: None) -> None:
    line = Line(cast, enter(cast.standing["kenji"]))
    line.user_id = cast.leila.id
    assert line.ask()[0] == "error:room"
