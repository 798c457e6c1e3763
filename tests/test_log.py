"""The log has no gaps and no doubles, whoever writes at once, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.db import db
from app.events import announce
from app.log import entries, epoch, head, transaction

from .conftest import make_settings
from .test_events import LampLit

WRITERS, EACH = 8, 12


@pytest.fixture(params=["sqlite", "postgresql"])
def busy_app(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    url = f"sqlite:///{tmp_path / 'busy.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").database()
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        db.create_all()
    return app


def test_many_writers_leave_no_gap(busy_app: Flask) -> None:
    def write(writer: int) -> None:
        with busy_app.app_context():
            for number in range(EACH):
                with transaction():
                    announce(LampLit(lamp=writer * 100 + number))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with busy_app.app_context():
        found = entries("test:lamps", 0)
        assert [entry.seq for entry in found] == list(range(1, WRITERS * EACH + 1))
        assert len({entry.data["lamp"] for entry in found}) == WRITERS * EACH
        assert head("test:lamps") == WRITERS * EACH
        db.engine.dispose()


def test_the_epoch_stays_the_same(app: Flask) -> None:
    assert epoch() == epoch() != ""
