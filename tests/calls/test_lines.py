"""A seat goes on with whichever socket its page has; who lost it unseen is sent to fetch another."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from app import clock as time
from app.calls import actions as calls
from app.calls.access import lapsed
from app.calls.lines import renew_seats, shorten_seat
from app.calls.models import Participant
from app.db import db
from app.log import transaction
from app.realtime.crowd import Crowd
from tests.conftest import Cast

from .test_seats import enter


class Line(SimpleNamespace):
    """A page's socket without its wire."""

    __hash__ = object.__hash__

    def __init__(self, seat: Participant) -> None:
        super().__init__(user_id=seat.user_id, state={"participant": seat.id}, ended=[])

    def hang_up(self, code: int, reason: str) -> None:
        self.ended.append(code)


@pytest.fixture
def crowd(app: Flask) -> Crowd:
    crowd: Crowd = app.extensions["crowd"]
    return crowd


def depart(crowd: Crowd, line: Any) -> None:
    crowd.leave(line)
    shorten_seat(line)


def test_a_line_that_is_found_dead_after_its_page_came_back_takes_no_seat(
    cast: Cast, noise: None, clock: time.Clock, crowd: Crowd
) -> None:
    seat = enter(cast.standing["kenji"])
    before, after = Line(seat), Line(seat)
    crowd.enter(before)  # type: ignore[arg-type]
    crowd.enter(after)  # type: ignore[arg-type]
    depart(crowd, before)
    clock.tick(seconds=14)
    assert seat.id not in lapsed()
    depart(crowd, after)
    clock.tick(seconds=11)
    assert seat.id in lapsed()


def test_who_lost_their_seat_unseen_comes_back_for_another(cast: Cast, noise: None, clock: time.Clock) -> None:
    kenji, leila = (enter(cast.standing[name]) for name in ("kenji", "leila"))
    lines: list[Any] = [Line(kenji), Line(leila)]
    with transaction():
        calls.leave_call(db.session.get_one(Participant, kenji.id), "lapsed")
    renew_seats(lines)
    assert [line.ended for line in lines] == [[1012], []]
    renew_seats(lines)
    assert [line.ended for line in lines] == [[1012], []], "once is enough"
