"""Two who do something at the same moment, in the worst of all orders."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from app.db import db
from app.log import in_transaction

MEETING = 0.4  # how long one who has a lock waits for another who has one too; together they would never end
LOCK = re.compile(r"(UPDATE|DELETE|INSERT INTO log_heads)|SELECT.* FOR (NO KEY )?UPDATE", re.DOTALL)


def at_once(app: Flask, *acts: Callable[[], Any], after: re.Pattern[str] = LOCK) -> list[Any]:
    """What two threads come to that do these at the same time, each in a transaction; raises what they raise."""
    return together(app, *(partial(in_transaction, act) for act in acts), after=after)


def together(app: Flask, *acts: Callable[[], Any], after: re.Pattern[str] = LOCK) -> list[Any]:
    """The same of acts that begin their transactions themselves, as doors do.

    Each, when it has said what `after` matches (to begin with: once it holds a row), waits for the other.
    """

    def one(act: Callable[[], Any]) -> Any:
        with app.app_context():
            return act()

    with app.app_context():
        engine = db.engine
    with _meeting(engine, after), ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@contextlib.contextmanager
def _meeting(engine: Engine, after: re.Pattern[str]) -> Iterator[None]:
    barrier, met = threading.Barrier(2), threading.local()

    def wait(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if after.match(statement) and not getattr(met, "once", False):
            met.once = True
            with contextlib.suppress(threading.BrokenBarrierError):
                barrier.wait(MEETING)

    event.listen(engine, "after_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(engine, "after_cursor_execute", wait)
