"""The log has no gaps and no doubles, whoever writes at once, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.events import announce
from app.log import entries, epoch, head, in_transaction, transaction

from .test_events import LampLit

WRITERS, EACH = 8, 12


def test_many_writers_leave_no_gap(either_app: Flask) -> None:
    def write(writer: int) -> None:
        with either_app.app_context():
            for number in range(EACH):
                with transaction():
                    announce(LampLit(lamp=writer * 100 + number))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with either_app.app_context():
        found = entries("test:lamps", 0)
        assert [entry.seq for entry in found] == list(range(1, WRITERS * EACH + 1))
        assert len({entry.data["lamp"] for entry in found}) == WRITERS * EACH
        assert head("test:lamps") == WRITERS * EACH


def test_the_epoch_stays_the_same(app: Flask) -> None:
    assert epoch() == epoch() != ""


class GivenUp(Exception):
    """What a driver raises."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "times", "tries"), [("40P01", 2, 3), ("40001", 1, 2), ("40P01", 3, 3), ("57014", 1, 1)]
)
def test_what_the_database_gives_up_for_another_is_tried_again(
    app: Flask, sqlstate: str, times: int, tries: int
) -> None:
    tried: list[int] = []

    def act() -> str:
        tried.append(1)
        announce(LampLit(lamp=len(tried)))
        if len(tried) <= times:
            raise OperationalError("", {}, GivenUp(sqlstate))
        return "done"

    if times < tries:
        assert in_transaction(act) == "done"
        assert [entry.data["lamp"] for entry in entries("test:lamps", 0)] == [tries]
    else:
        with pytest.raises(OperationalError):
            in_transaction(act)
        assert entries("test:lamps", 0) == []
    assert len(tried) == tries
