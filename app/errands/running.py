"""Doing errands: one thread for each lane in every process that serves, woken by whoever leaves one."""

from __future__ import annotations

import logging
import threading

from flask import Flask, current_app

from ..db import db
from ..events import on
from ..log import in_transaction
from .kinds import NotNow, kind_called, lanes
from .leaving import ErrandLeft
from .taking import Taken, finish, give_back, lanes_with_work, take

logger = logging.getLogger(__name__)
RUNNERS = "errands"


def start(app: Flask) -> None:
    """Work off what is left, in this process; others may do so too."""
    app.extensions[RUNNERS] = {lane: Runner(app, lane) for lane in lanes()}


def stop(app: Flask) -> None:
    """Let what is begun come to its end, and begin no more."""
    for runner in app.extensions.pop(RUNNERS).values():
        runner.stop()


@on(ErrandLeft)
def wake(event: ErrandLeft) -> None:
    _ring(event.lane)


def wake_for_due() -> None:
    """Ring for what has become due by itself, or was left by a process that is no more."""
    lanes = lanes_with_work()
    db.session.rollback()
    for lane in lanes:
        _ring(lane)


def work_off(lane: str) -> None:
    """Do everything that is due in this lane, and what follows from it, here and now."""
    while (taken := in_transaction(take, lane)) is not None:
        _do(taken)


class Runner:
    """The thread of one lane: sleeps until `bell` is rung."""

    def __init__(self, app: Flask, lane: str) -> None:
        self.app, self.lane = app, lane
        self.bell, self._is_stopped = threading.Event(), False
        self.bell.set()
        self._thread = threading.Thread(target=self._run, name=f"errands-{lane}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._is_stopped = True
        self.bell.set()
        self._thread.join()

    def _run(self) -> None:
        while self.bell.wait() and not self._is_stopped:
            self.bell.clear()
            try:
                with self.app.app_context():
                    work_off(self.lane)
            except Exception:
                # The database is away, or not even the session could be given back: the next ring finds what is left.
                logger.exception("the errands of %s stumbled", self.lane)


def _ring(lane: str) -> None:
    """Where nobody listens (the command line, tests) a process that serves finds it by itself."""
    runner = current_app.extensions.get(RUNNERS, {}).get(lane)
    if runner is not None:
        runner.bell.set()


def _do(taken: Taken) -> None:
    kind = kind_called(taken.kind)
    try:
        if kind is None:
            raise NotNow("this version does not know it")
        kind.act(*taken.arguments)
    except NotNow as trouble:
        logger.warning("%s%s is put off: %s", taken.kind, taken.arguments, trouble)
        in_transaction(give_back, taken)
    except Exception:
        logger.exception("%s%s failed", taken.kind, taken.arguments)
        in_transaction(give_back, taken)
    else:
        in_transaction(finish, taken)
