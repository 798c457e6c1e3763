"""How much there is of everything, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from .. import clock
from ..accounts.models import User
from ..calls.models import Call, Participant
from ..chat.models import Message
from ..db import db
from ..rooms.models import Room
from .models import Report


@dataclass(frozen=True)
class Counts:
    """The plain numbers of the overview; `_today` is the last 24 hours."""

    accounts: int
    guests: int
    disabled: int
    rooms: int
    rooms_today: int
    inside: int
    rooms_active: int
    messages_today: int
    open_reports: int


def counts() -> Counts:
    """All of them, as of now."""
    day = clock.now() - timedelta(days=1)
    there = User.deleted_at.is_(None)
    seats = (Participant.call_id == Call.id, Call.ended_at.is_(None), Participant.expires_at > clock.now())
    wanted = {
        "accounts": _count(User.id, there, User.kind == "account"),
        "guests": _count(User.id, there, User.kind == "guest"),
        "disabled": _count(User.id, there, User.disabled_at.is_not(None)),
        "rooms": _count(Room.id, Room.closed_at.is_(None)),
        "rooms_today": _count(Room.id, Room.created_at > day),
        "inside": _count(Participant.user_id.distinct(), *seats),
        "rooms_active": _count(Call.room_id.distinct(), *seats),
        "messages_today": _count(Message.id, Message.created_at > day, Message.deleted_at.is_(None)),
        "open_reports": _count(Report.id, Report.resolved_at.is_(None)),
    }
    row = db.session.execute(select(*(query.label(name) for name, query in wanted.items()))).one()
    return Counts(**row._mapping)


def open_reports() -> int:
    """How many reports wait for somebody: the number beside the menu."""
    return db.session.scalar(select(func.count(Report.id)).where(Report.resolved_at.is_(None))) or 0


def _count(what: Any, *conditions: Any) -> Any:
    return select(func.count(what)).where(*conditions).scalar_subquery()
