"""One knock as it is written: read anew under its lock, told of, and ended."""

from __future__ import annotations

from typing import TypeVar

from ...db import db
from ...events import announce
from ..knock_events import KnockEnded, KnockEvent
from ..knocks import hosts_of
from ..models import Knock

E = TypeVar("E", bound=KnockEvent)


def read_anew(knock: Knock) -> None:
    """Keep its row as well: the caretaker, who gives knocks up, holds no room."""
    db.session.flush()
    db.session.refresh(knock, with_for_update={"of": Knock})


def end_as(knock: Knock, state: str, actor_id: int | None, how: str = "") -> None:
    knock.state = state
    announce(fact_of(KnockEnded, knock, actor_id, how=how or state))


def fact_of(kind: type[E], knock: Knock, actor_id: int | None, **more: str) -> E:
    return kind(
        room_id=knock.room_id,
        user_id=knock.user_id,
        knock_id=knock.id,
        host_ids=hosts_of(knock.room),
        actor_id=actor_id,
        **more,
    )
