"""What is left with a change is done at least once after its commit, by one at a time, and not for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import clock as time
from app import create_app, errands
from app.db import db
from app.errands.kinds import errand
from app.errands.rows import Errand
from app.errands.taking import LEASE, finish, give_back, take
from app.log import in_transaction, transaction
from app.notices.caretaker import tend
from tests.conftest import make_settings
from tests.meeting import at_once

LANE = "test"
done: list[str] = []
# What the next calls do instead of what they are for.
troubles: list[Callable[[], None]] = []


@errand(LANE, lasts=120)
def note(word: str) -> None:
    if troubles:
        troubles.pop(0)()
    done.append(word)


@errand(LANE)
def note_and_go_on(word: str) -> None:
    with transaction():
        errands.leave(note, word)


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    done.clear()
    troubles.clear()
    yield
    troubles.clear()


def leave(*words: str) -> None:
    with transaction():
        for word in words:
            errands.leave(note, word)


def leave_and_fail() -> None:
    errands.leave(note, "hello")
    raise ZeroDivisionError


def fail(error: Exception) -> None:
    raise error


def waiting() -> int:
    return db.session.query(Errand).count()


@pytest.mark.usefixtures("app")
class TestLeaving:
    def test_it_is_done_after_the_commit_and_what_follows_from_it_too(self) -> None:
        with transaction():
            errands.leave(note_and_go_on, "hello")
            assert done == []
        errands.work_off(LANE)
        assert (done, waiting()) == (["hello"], 0)

    def test_what_is_undone_leaves_nothing(self) -> None:
        with pytest.raises(ZeroDivisionError), transaction():
            leave_and_fail()
        errands.work_off(LANE)
        assert done == []

    def test_outside_of_a_transaction_it_is_a_mistake(self) -> None:
        with pytest.raises(RuntimeError, match="outside of a transaction"):
            errands.leave(note, "hello")

    def test_of_the_same_that_waits_one_is_enough(self) -> None:
        """Where somebody else is away for an hour, what is asked every few seconds does not pile up behind that."""
        leave("look", "count", "look")
        leave("look")
        errands.work_off(LANE)
        assert done == ["look", "count"]
        leave("look")
        errands.work_off(LANE)
        assert done == ["look", "count", "look"]

    def test_one_that_is_begun_may_have_looked_already(self) -> None:
        troubles.append(partial(leave, "look"))
        leave("look")
        errands.work_off(LANE)
        assert done == ["look", "look"]


@pytest.mark.usefixtures("app")
class TestFailing:
    def test_it_is_tried_again_after_longer_and_longer_and_holds_up_nobody(self, clock: time.Clock) -> None:
        troubles.extend([partial(fail, errands.NotNow("busy")), partial(fail, ValueError("a mistake"))])
        leave("late", "early")
        errands.work_off(LANE)
        # The second trouble met the second errand: both wait.
        assert (done, waiting()) == ([], 2)
        clock.tick(seconds=1)
        errands.work_off(LANE)
        assert done == []
        clock.tick(seconds=1)
        troubles.append(partial(fail, errands.NotNow("still busy")))
        errands.work_off(LANE)
        assert (done, waiting()) == (["early"], 1)
        clock.tick(seconds=9)
        errands.work_off(LANE)
        assert waiting() == 1
        clock.tick(seconds=1)
        errands.work_off(LANE)
        assert (done, waiting()) == (["early", "late"], 0)

    def test_it_is_dropped_when_it_is_of_no_more_use(self, clock: time.Clock) -> None:
        troubles.extend([partial(fail, errands.NotNow("away"))] * 9)
        leave("hello")
        for _ in range(9):
            errands.work_off(LANE)
            clock.tick(seconds=60)
        assert (done, waiting()) == ([], 0)
        leave("too late")
        clock.tick(seconds=121)
        errands.work_off(LANE)
        assert (done, waiting()) == ([], 0)

    def test_asked_for_anew_it_waits_no_longer(self, clock: time.Clock) -> None:
        troubles.extend([partial(fail, errands.NotNow("away"))] * 2)
        leave("hello")
        errands.work_off(LANE)
        clock.tick(seconds=2)
        errands.work_off(LANE)
        leave("hello")
        errands.work_off(LANE)
        assert (done, waiting()) == (["hello"], 0)

    def test_a_kind_of_a_later_version_waits_for_who_knows_it(self, clock: time.Clock) -> None:
        leave("hello")
        with transaction():
            db.session.query(Errand).one().kind = "test:of-tomorrow"
        errands.work_off(LANE)
        assert (done, waiting()) == ([], 1)


@pytest.mark.usefixtures("app")
class TestLeases:
    def test_who_has_died_is_succeeded(self, clock: time.Clock) -> None:
        leave("hello")
        assert in_transaction(take, LANE) is not None
        errands.work_off(LANE)
        assert done == []
        clock.tick(seconds=LEASE.total_seconds())
        errands.work_off(LANE)
        assert (done, waiting()) == (["hello"], 0)

    def test_who_took_too_long_ends_nothing_of_their_successor(self, clock: time.Clock) -> None:
        leave("hello")
        slow = in_transaction(take, LANE)
        assert slow is not None
        clock.tick(seconds=LEASE.total_seconds())
        successor = in_transaction(take, LANE)
        assert successor is not None
        for end in (finish, give_back):
            in_transaction(end, slow)
            assert db.session.query(Errand).one().leased_until == successor.until
        in_transaction(finish, successor)
        assert waiting() == 0


def test_two_who_are_free_at_once_take_one_each(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        leave("one", "two")
    found = at_once(postgres_app, _taken_by_one, _taken_by_one)
    assert sorted(found) == [["one"], ["two"]]


def _taken_by_one() -> list[Any]:
    taken = take(LANE)
    assert taken is not None
    return taken.arguments


def test_the_threads_of_a_process_do_what_any_process_leaves(either_app: Flask, tmp_path: Path) -> None:
    """One rings its own bell at once; what another left, or one that has died, the caretaker finds."""
    url = either_app.config["SQLALCHEMY_DATABASE_URI"]
    serving = create_app(make_settings(tmp_path, database_url=url))
    errands.start(serving)
    for leaver in (serving, either_app):
        noted = threading.Event()
        troubles.append(noted.set)
        with leaver.app_context():
            leave("hello")
        with serving.app_context():
            tend()
            assert noted.wait(60)
    errands.stop(serving)
    with serving.app_context():
        assert waiting() == 0
        db.session.remove()
        db.engine.dispose()


def test_a_line_that_breaks_ends_one_errand_and_not_the_thread(
    either_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of an errand the database is gone: not even the session can be given back."""
    broken, mended = threading.Event(), threading.Event()

    def lose_the_line() -> None:
        monkeypatch.setattr(db.session, "rollback", partial(fail, RuntimeError("the line is gone")))
        broken.set()

    errands.start(either_app)
    troubles.extend([lose_the_line, mended.set])
    with either_app.app_context():
        leave("one")
        assert broken.wait(60)
        monkeypatch.undo()
        leave("two")
        assert mended.wait(60)
    errands.stop(either_app)
