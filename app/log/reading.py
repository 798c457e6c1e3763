"""How far a log has come, what is in it, and which database this is."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import select

from ..db import db, insert, is_writing
from .rows import Entry, Head, Meta


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
