"""Which address a room's page must be allowed to show in a frame."""

from __future__ import annotations

import logging

from ...rooms.models import Room
from ..minutes import is_spent
from .choice import is_resting, may_use_daily, note_failure
from .daily.client import Daily
from .daily.places import ensure, noted_url
from .daily.trouble import DailyTrouble

logger = logging.getLogger(__name__)
PATIENCE = 4.0


def frame_url(room: Room) -> str | None:
    """An address of the origin of Daily's pages; None for rooms that will not need one.

    May ask Daily, and gives the session back then: rows are read anew afterwards.
    """
    if not may_use_daily(room):
        return None
    url = noted_url(room.id)
    if url is not None or is_resting() or is_spent():
        return url
    try:
        return ensure(Daily(PATIENCE), room.id).url
    except DailyTrouble as trouble:
        logger.warning("no frame for room %s: %s", room.id, trouble)
        note_failure()
        return None
