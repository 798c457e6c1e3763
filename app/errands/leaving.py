"""Leaving an errand: a row in the transaction of the change that asks for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from .. import clock
from ..db import db
from ..events import Event, announce
from .kinds import Act, Kind, kind_of
from .rows import Errand


@dataclass(frozen=True, kw_only=True)
class ErrandLeft(Event):
    """There is work in this lane."""

    type: ClassVar[str] = "errand:left"
    durable: ClassVar[bool] = False
    lane: str


def leave(act: Act, *args: Any) -> None:
    """Have `act(*args)` done once the present transaction is committed; `args` are what JSON can say.

    Of the same that waits already one is enough: it becomes due now.
    """
    kind, arguments, now = kind_of(act), json.dumps(args), clock.now()
    row = _waiting(kind, arguments)
    if row is None:
        row = Errand(lane=kind.lane, kind=kind.name, arguments=arguments, due_at=now)
        db.session.add(row)
    row.due_at, row.lasts_until = min(row.due_at, now), now + kind.lasts
    announce(ErrandLeft(lane=kind.lane))


def _waiting(kind: Kind, arguments: str) -> Errand | None:
    """One that is begun does not count: it may have looked already. Nor is anybody waited for."""
    same = (Errand.kind == kind.name, Errand.arguments == arguments, Errand.leased_until.is_(None))
    return db.session.scalar(select(Errand).where(*same).limit(1).with_for_update(skip_locked=True))
