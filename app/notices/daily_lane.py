"""Errands to Daily: each with a patience of its own, and put off while Daily does not answer."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from ..calls.providers.daily.client import Daily
from ..calls.providers.daily.trouble import DailyTrouble, Refused
from ..config import settings
from ..db import db
from ..errands import NotNow, errand, leave, work_off

logger = logging.getLogger(__name__)
LANE = "daily"
# What people wait for, before a picture that is gone: it waits for nothing else, and not for long.
URGENT = "daily-urgent"
# What takes long where there is much of it, page by page: nobody who is to be put out stays for its sake.
COUNTING = "daily-counting"
# Seconds for each errand; the lease on one is longer.
PATIENCE = {URGENT: 8.0, LANE: 20.0, COUNTING: 50.0}
HOUR = 3600.0
A = TypeVar("A", bound=Callable[..., None])
_errands: dict[Callable[..., None], Callable[..., None]] = {}


def for_daily(lasts: float = HOUR, lane: str = LANE) -> Callable[[A], A]:
    """`tell_daily` may be asked for `act(daily, *args)`, which is of no more use after `lasts` seconds."""

    def register(act: A) -> A:
        @errand(lane, lasts)
        @functools.wraps(act)
        def carefully(*args: Any) -> None:
            _do(act, Daily(PATIENCE[lane]), args)

        _errands[act] = carefully
        return act

    return register


def tell_daily(act: Callable[..., None], *args: Any) -> None:
    """Have `act(daily, *args)` done once the present transaction is committed, where Daily is used at all."""
    if settings().daily_api_key:
        leave(_errands[act], *args)


def run_all() -> None:
    """Do everything that is due at Daily here and now: for tests, which have no thread."""
    for lane in PATIENCE:
        work_off(lane)


def _do(act: Callable[..., None], daily: Daily, args: tuple[Any, ...]) -> None:
    try:
        act(daily, *args)
    except Refused as trouble:
        # A clear no stays one. What differs from what should be is found by the caretaker's round.
        logger.warning("Daily refused (%s): %s", act.__name__, trouble)
    except DailyTrouble as trouble:
        raise NotNow(str(trouble)) from trouble
    finally:
        db.session.rollback()
