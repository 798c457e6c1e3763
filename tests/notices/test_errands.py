"""Errands are done one after the other, and nothing that fails keeps the next one from being done."""

from __future__ import annotations

from threading import Event

import pytest
from flask import Flask

from app.db import db
from app.notices.errands import Errands


def test_a_session_that_cannot_be_given_back_ends_one_errand_and_not_all(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line to the database breaks in the middle of an errand: giving the session back fails as well."""
    broken = [RuntimeError("the line is gone")] * 2

    def rollback() -> None:
        if broken:
            raise broken.pop()

    done = Event()
    errands = Errands(app)
    monkeypatch.setattr(db.session, "rollback", rollback)
    for errand in (rollback, done.set):
        errands.put(errand, ())
    errands.start()
    assert done.wait(10)


def test_what_waits_already_is_not_sent_twice(app: Flask) -> None:
    """Where somebody else is away for an hour, what is asked every few seconds does not pile up behind that."""
    done: list[str] = []
    errands = Errands(app)
    for _ in range(3):
        errands.put(done.append, ("look",))
        errands.put(done.append, ("count",))
    errands.run_all()
    assert done == ["look", "count"]
    errands.put(done.append, ("look",))
    errands.run_all()
    assert done == ["look", "count", "look"]
