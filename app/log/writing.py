"""The way to write: `transaction()`, the only place that commits, and who is told afterwards."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from .. import clock
from ..db import db, insert, insist, is_writing
from ..events import Event, accompany, gathering, tell
from .rows import Entry, Head

logger = logging.getLogger(__name__)
T = TypeVar("T")
EntryListener = Callable[[Entry, Event], None]
_entry_listeners: list[EntryListener] = []
_commits: ContextVar[int] = ContextVar("commits", default=0)


def on_entry(listener: EntryListener) -> EntryListener:
    """Call `listener(entry, event)` after commit for every entry, in order, before `@on` ones."""
    _entry_listeners.append(listener)
    return listener


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing, then tell: the only place that commits.

    What was read before is given back first, so that a decision is made on fresh rows. Announced
    events enter the log with the change itself, and so does what goes along with them; a failure
    undoes all of it and tells nobody.
    """
    db.session.rollback()
    writing = is_writing.set(True)
    try:
        with gathering() as events:
            yield
            accompany(events)
            entries = _append_all(events)
            db.session.flush()
            told = [(event, [_detached(entry) for entry in rows]) for event, rows in entries]
            db.session.commit()
            _commits.set(_commits.get() + 1)
    except BaseException:
        db.session.rollback()
        raise
    finally:
        is_writing.reset(writing)
    for event, rows in told:
        _tell(event, rows)


def in_transaction(act: Callable[..., T], *args: Any) -> T:
    """`act(*args)` in a transaction of its own, and again where the database ended it for the sake of another."""

    def attempt() -> T:
        with transaction():
            return act(*args)

    return insist(attempt)


def commits() -> int:
    """How many transactions have been committed in this context so far."""
    return _commits.get()


def _append_all(events: list[Event]) -> list[tuple[Event, list[Entry]]]:
    """Every event with its entries. Heads are taken in the order of their names, so that no two wait for each other."""
    told = [(event, event.audiences if event.durable else ()) for event in events]
    counts = Counter(audience for _, audiences in told for audience in audiences)
    places = {audience: iter(_next(audience, counts[audience])) for audience in sorted(counts)}
    return [(event, [_entry(event, each, next(places[each])) for each in audiences]) for event, audiences in told]


def _entry(event: Event, audience: str, seq: int) -> Entry:
    row = Entry(
        audience=audience,
        seq=seq,
        type=event.type,
        actor_id=event.actor_id,
        data=event.values(),
        at=clock.now(),
    )
    db.session.add(row)
    return row


def _next(audience: str, count: int) -> range:
    """The next `count` numbers of `audience`; holds its row until the transaction ends."""
    first = insert(Head).values(audience=audience, head=count)
    later = first.on_conflict_do_update(index_elements=["audience"], set_={"head": Head.head + count})
    execution = {"synchronize_session": False}
    last: int = db.session.execute(later.returning(Head.head), execution_options=execution).scalar_one()
    return range(last - count + 1, last + 1)


def _detached(entry: Entry) -> Entry:
    """The entry by itself: after commit the row would be read again, once per listener."""
    return Entry(
        audience=entry.audience,
        seq=entry.seq,
        type=entry.type,
        actor_id=entry.actor_id,
        data=entry.data,
        at=entry.at,
    )


def _tell(event: Event, rows: list[Entry]) -> None:
    for row in rows:
        for listener in _entry_listeners:
            try:
                listener(row, event)
            except Exception:
                logger.exception("%s failed on %s", listener.__qualname__, event.type)
    tell(event)
