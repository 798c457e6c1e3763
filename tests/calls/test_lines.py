"""A seat goes on with whichever socket its page has; who lost it unseen is sent to fetch another."""

from __future__ import annotations

from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app import clock as time
from app.calls import actions as calls
from app.calls.access import lapsed
from app.calls.lines import SETTLED, renew_seats, shorten_seat
from app.calls.models import Participant
from app.db import db
from app.log import transaction
from app.notices.caretaker import LATE, REST, Recovery
from app.realtime import presence
from app.realtime.crowd import Crowd
from tests.conftest import Cast

from .test_seats import enter


class Line(SimpleNamespace):
    """A page's socket without its wire."""

    __hash__ = object.__hash__

    def __init__(self, seat: Participant) -> None:
        super().__init__(user_id=seat.user_id, state={"participant": seat.id, "listed_at": monotonic()}, ended=[])

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


def test_who_may_have_missed_something_fleeting_comes_back_for_the_list(app: Flask, cast: Cast, noise: None) -> None:
    kenji, leila = (enter(cast.standing[name]) for name in ("kenji", "leila"))
    before, after = lines = [Line(kenji), Line(leila)]
    bus = app.extensions["bus"]
    bus.troubled_at = now = monotonic()
    before.state["listed_at"] = now - 60
    renew_seats(lines)  # type: ignore[arg-type]
    assert [line.ended for line in lines] == [[], []], "the others may not have noticed yet that it is well again"
    bus.troubled_at, after.state["listed_at"] = now - 2 * SETTLED, now
    renew_seats(lines)  # type: ignore[arg-type]
    assert [line.ended for line in lines] == [[1012], []]
    assert db.session.get_one(Participant, kenji.id).expires_at == db.session.get_one(Participant, leila.id).expires_at


def test_what_could_not_be_renewed_is_tried_again(
    app: Flask, cast: Cast, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(enter(cast.standing["kenji"]))
    line.id, line.session_id = "line", None
    crowd.enter(line)  # type: ignore[arg-type]
    keeper = app.extensions["presence"]
    assert keeper.renew()
    monkeypatch.setattr(presence, "_on_renewal", [lambda _: db.session.execute(text("SELECT nothing FROM nowhere"))])
    assert not keeper.renew()


def test_seats_are_renewed_before_any_is_given_up_when_the_database_was_away() -> None:
    now = time.now()
    recovery = Recovery(now)
    assert recovery.is_over(now + LATE), "a short break leaves every lease enough"
    back = now + 5 * LATE
    assert [recovery.is_over(back + part * REST) for part in (0, 0.5, 1, 1.5)] == [False, False, True, True]
