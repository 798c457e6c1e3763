"""Daily's participant-minutes: counted by us as people come and go, and by Daily itself; the larger number counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from .. import clock
from ..config import settings
from ..db import db
from .models import Call, DailyMonth, Participant

# From here on whoever runs the house had better know.
NEARLY = 0.9


def month_of(moment: datetime) -> str:
    """`2026-11`: calendar months in UTC."""
    return f"{moment:%Y-%m}"


def start_of_month(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def settle(seat: Participant) -> None:
    """A participant is not in Daily's room any more: their time is added to the call's.

    Of several who settle the same seat at once (they leave while the call is moved) one does.
    """
    since = seat.daily_since
    if since is None:
        return
    mine = update(Participant).where(Participant.id == seat.id, Participant.daily_since == since)
    claimed = mine.values(daily_since=None).returning(Participant.id)
    set_committed_value(seat, "daily_since", None)
    if _execute(claimed).first() is not None:
        seconds = max(0, round((clock.now() - since).total_seconds()))
        _execute(update(Call).where(Call.id == seat.call_id).values(daily_seconds=Call.daily_seconds + seconds))


def minutes_used() -> int:
    """Participant-minutes of this month, rounded up. A call counts for the month in which it began."""
    now = clock.now()
    theirs = db.session.get(DailyMonth, month_of(now))
    return -(-max(_our_seconds(now), theirs.seconds if theirs else 0) // 60)


def budget() -> tuple[int, int] | None:
    """Minutes used this month and how many there may be; None where Daily is not used."""
    return (minutes_used(), settings().daily_monthly_minutes) if settings().daily_api_key else None


def is_spent() -> bool:
    """Whether Daily has carried this month what it may."""
    return minutes_used() >= settings().daily_monthly_minutes


def is_nearly_spent() -> bool:
    """Whether the month's minutes are about to be used up, or are."""
    return minutes_used() >= NEARLY * settings().daily_monthly_minutes


def _our_seconds(now: datetime) -> int:
    begun = start_of_month(now)
    settled = db.session.scalar(select(func.sum(Call.daily_seconds)).where(Call.started_at >= begun)) or 0
    live = db.session.scalars(select(Participant.daily_since).where(Participant.daily_since.is_not(None)))
    return settled + sum(round((now - max(since, begun)).total_seconds()) for since in live if since)


def _execute(statement: Any) -> Any:
    return db.session.execute(statement, execution_options={"synchronize_session": False})
