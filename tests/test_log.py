"""The log has no gaps and no doubles, whoever writes at once, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from app.events import announce
from app.log import entries, epoch, head, transaction

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
