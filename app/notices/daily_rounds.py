"""What the caretaker looks after at Daily: what was missed, who is there, and what it costs."""

from __future__ import annotations

from sqlalchemy import select

from ..calls.models import Call, DailyRoom
from ..calls.providers.daily.client import Daily
from ..calls.providers.daily.places import conform
from ..config import settings
from ..db import db
from ..rooms.models import Room
from .caretaker import on_round
from .daily import tell_daily
from .daily_minutes import count_minutes, forget_old_news
from .daily_presence import look
from .turns import take_turn

# Daily's list is up to 15 seconds old: to ask more often tells nothing. Webhooks tell by themselves, as a rule.
LOOK, LOOK_WITH_WEBHOOKS = 15, 120
MEND = 60
# Daily lets rooms be deleted about twice a second.
AT_ONCE = 15
COUNT = 3600


@on_round
def mind_daily() -> None:
    """Send those errands that are due; none of them is done here, the round goes on every second."""
    if not settings().daily_api_key:
        return
    if _is_carrying() and take_turn("daily-look", LOOK_WITH_WEBHOOKS if settings().daily_webhook_secret else LOOK):
        tell_daily(look)
    if take_turn("daily-mend", MEND):
        tell_daily(mend)
    if take_turn("daily-count", COUNT):
        tell_daily(count_minutes)
        forget_old_news()


def _is_carrying() -> bool:
    found = db.session.scalar(select(Call.id).where(Call.ended_at.is_(None), Call.provider == "daily").limit(1))
    db.session.rollback()
    return found is not None


def mend(daily: Daily) -> None:
    """Do what an errand has missed. They share one patience: where Daily is away, the first who waits is the last."""
    for room_id in _to_mend():
        conform(daily, room_id)


def _to_mend() -> list[int]:
    """Rooms that are carried by Daily now, and some that have ended and are still noted there."""
    ended = select(DailyRoom.room_id).join(Room, Room.id == DailyRoom.room_id).where(Room.closed_at.is_not(None))
    carried = select(Call.room_id).where(Call.ended_at.is_(None), Call.provider == "daily")
    found = [*db.session.scalars(carried), *db.session.scalars(ended.limit(AT_ONCE))]
    db.session.rollback()
    return found
