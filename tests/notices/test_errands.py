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
