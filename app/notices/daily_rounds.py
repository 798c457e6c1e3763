"""What the caretaker looks after at Daily: what was missed, who is there, and what it costs."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy import func, select

from ..calls.models import Call, DailyRoom
from ..calls.providers.daily.client import Daily
from ..calls.providers.daily.notes import rights_have_drifted
from ..calls.providers.daily.trouble import LockedOut, Refused
from ..config import settings
from ..db import db
from ..log import transaction
from ..rooms.models import Room
from .caretaker import on_round
from .daily_errands import conform, grant_rights
from .daily_lane import for_daily, tell_daily
from .daily_minutes import count_minutes, forget_old_news
from .daily_presence import look
from .turns import take_turn

logger = logging.getLogger(__name__)
# Daily's list is up to 15 seconds old: to ask more often tells nothing. Webhooks tell by themselves, as a rule.
LOOK, LOOK_WITH_WEBHOOKS = 15, 120
# Where we carry no call: somebody may have been left behind in a room of ours.
LOOK_BEHIND = 120
MEND = 60
# Daily lets rooms be deleted about twice a second.
AT_ONCE = 15
COUNT = 3600


@on_round
def mind_daily() -> None:
    """Leave what is due as errands: the round itself goes on every second."""
    if not settings().daily_api_key:
        return
    patience = _patience()
    if patience is not None and take_turn("daily-look", patience):
        _leave(look)
    if take_turn("daily-mend", MEND):
        _leave(mend)
    if take_turn("daily-count", COUNT):
        _leave(count_minutes)
        forget_old_news()


def _leave(act: Callable[..., None]) -> None:
    with transaction():
        tell_daily(act)


def _patience() -> int | None:
    """How long one look is enough; None where we have no place at Daily."""
    place = db.session.scalar(select(DailyRoom.room_id).limit(1))
    live = db.session.scalar(select(Call.id).where(Call.ended_at.is_(None), Call.provider == "daily").limit(1))
    db.session.rollback()
    if live is None:
        return LOOK_BEHIND if place is not None else None
    return LOOK_WITH_WEBHOOKS if settings().daily_webhook_secret else LOOK


@for_daily(lasts=MEND)
def mend(daily: Daily) -> None:
    """Do what an errand has missed. They share one patience: where Daily is away, the first who waits is the last."""
    for room_id in _to_mend():
        try:
            _mend_one(daily, room_id)
        except LockedOut:
            raise
        except Refused as trouble:
            logger.warning("room %s stays at Daily as it is: %s", room_id, trouble)


def _mend_one(daily: Daily, room_id: int) -> None:
    conform(daily, room_id)
    if rights_have_drifted(room_id):
        grant_rights(daily, room_id)


def _to_mend() -> list[int]:
    """Rooms that are carried by Daily now, and some that have ended and are still noted there, each in its turn."""
    ended = select(DailyRoom.room_id).join(Room, Room.id == DailyRoom.room_id).where(Room.closed_at.is_not(None))
    carried = select(Call.room_id).where(Call.ended_at.is_(None), Call.provider == "daily")
    some = ended.order_by(func.random()).limit(AT_ONCE)
    found = [*db.session.scalars(carried), *db.session.scalars(some)]
    db.session.rollback()
    return found
