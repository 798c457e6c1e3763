"""What Daily itself counts: asked every hour and after each call."""

from __future__ import annotations

from datetime import timedelta

from .. import clock
from ..calls.minutes import month_of, start_of_month
from ..calls.models import DailyMonth, DailyNews
from ..calls.providers.daily import api
from ..calls.providers.daily.client import Daily
from ..db import db
from ..log import transaction
from .daily_lane import COUNTING, for_daily
from .turns import take_turn

KEPT_NEWS = timedelta(days=1)


@for_daily(lane=COUNTING)
def count_soon(daily: Daily) -> None:
    """A call has ended. Of many that do so together the first is enough: the hourly count has them all."""
    if take_turn("daily-count-soon", 60):
        count_minutes(daily)


@for_daily(lane=COUNTING)
def count_minutes(daily: Daily) -> None:
    """Note how many participant-seconds Daily counts for this month, whatever room or program they belong to."""
    now = clock.now()
    found = api.meetings(daily, int(start_of_month(now).timestamp()), int(now.timestamp()) + 1)
    people = (person for meeting in found for person in meeting.get("participants") or [])
    seconds = round(sum(float(person.get("duration") or 0) for person in people))
    with transaction():
        db.session.merge(DailyMonth(month=month_of(now), seconds=seconds))


def forget_old_news() -> None:
    """Daily repeats what was not heard for an hour at most."""
    with transaction():
        db.session.query(DailyNews).filter(DailyNews.heard_at < clock.now() - KEPT_NEWS).delete()
