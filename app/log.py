"""The log: every durable change, numbered without gaps in its audience, and the way to write one."""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import db, insert, insist, is_writing
from .events import Event, gathering, kind_of, tell

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Entry(db.Model):  # type: ignore[name-defined]
    """One durable change, as its audience sees it."""

    __tablename__ = "log_entries"

    audience: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str]
    actor_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    def event(self) -> Event | None:
        """The very event that was announced; None where this version knows no such type."""
        kind = kind_of(self.type)
        return kind(actor_id=self.actor_id, **self.data) if kind else None


class Head(db.Model):  # type: ignore[name-defined]
    """How far the log of one audience has come; its row is the lock that keeps numbers gapless."""

    __tablename__ = "log_heads"

    audience: Mapped[str] = mapped_column(primary_key=True)
    head: Mapped[int]


class Meta(db.Model):  # type: ignore[name-defined]
    """The few facts about this very database: its epoch."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


EntryListener = Callable[[Entry, Event], None]
_entry_listeners: list[EntryListener] = []


def on_entry(listener: EntryListener) -> EntryListener:
    """Call `listener(entry, event)` after commit for every entry, in order, before `@on` ones."""
    _entry_listeners.append(listener)
    return listener


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing, then tell: the only place that commits.

    What was read before is given back first, so that a decision is made on fresh rows. Announced
    events enter the log with the change itself; a failure undoes both and tells nobody.
    """
    db.session.rollback()
    writing = is_writing.set(True)
    try:
        with gathering() as events:
            yield
            entries = _append_all(events)
            db.session.flush()
            told = [(event, [_detached(entry) for entry in rows]) for event, rows in entries]
            db.session.commit()
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


def head(audience: str) -> int:
    """The number of the newest entry of `audience`, 0 before the first."""
    return heads([audience])[audience]


def heads(audiences: Iterable[str]) -> dict[str, int]:
    """The newest number of each of these audiences, in one query."""
    wanted = list(audiences)
    rows = db.session.execute(select(Head.audience, Head.head).where(Head.audience.in_(wanted)))
    return dict.fromkeys(wanted, 0) | {audience: number for audience, number in rows}


def entries(audience: str, since: int, limit: int = 1000) -> list[Entry]:
    """The entries of `audience` after number `since`, oldest first, at most `limit`."""
    query = select(Entry).where(Entry.audience == audience, Entry.seq > since)
    return list(db.session.scalars(query.order_by(Entry.seq).limit(limit)))


def entries_before(audience: str, before: int | None, limit: int = 50) -> list[Entry]:
    """The newest entries of `audience` (older than `before`), newest first."""
    query = select(Entry).where(Entry.audience == audience)
    if before is not None:
        query = query.where(Entry.seq < before)
    return list(db.session.scalars(query.order_by(Entry.seq.desc()).limit(limit)))


def epoch() -> str:
    """A random word that changes when a backup is restored: numbers compare only within one."""
    row = db.session.get(Meta, "epoch")
    if row is None:
        _begin_epoch()
        row = db.session.get_one(Meta, "epoch")
    return row.value


def _begin_epoch() -> None:
    # Anew and as a writer from the start: SQLite does not let a reader become one while others write.
    db.session.rollback()
    writing = is_writing.set(True)
    try:
        db.session.execute(insert(Meta).values(key="epoch", value=secrets.token_hex(8)).on_conflict_do_nothing())
        db.session.commit()
    finally:
        is_writing.reset(writing)


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
