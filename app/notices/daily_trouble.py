"""Somebody's page cannot reach Daily: we look for ourselves before the call is carried on by other means."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from .. import clock
from ..calls.actions import move_call
from ..calls.models import Call, Participant
from ..calls.providers.choice import note_failure
from ..calls.providers.daily import api
from ..calls.providers.daily.client import Daily
from ..calls.providers.daily.places import ensure, forget_address, place_of
from ..calls.providers.daily.trouble import Busy, DailyTrouble
from ..calls.signals import present
from ..db import db
from ..limits import Limit
from ..log import transaction
from ..realtime.broadcast import push
from ..realtime.connection import Connection
from ..realtime.signals import signal
from .daily_lane import URGENT, for_daily, tell_daily

logger = logging.getLogger(__name__)
TROUBLES = Limit("troubles", "10 per minute")
FRESH = timedelta(minutes=2)
# Who has waited long may come in yet, and whom Daily refuses says nothing of the others: the server looks, and goes by
# nothing but what it finds. Of another account's room it would find nothing.
PERSONAL = ("slow", "not-allowed")


@signal("call:trouble", limit=TROUBLES)
def report_trouble(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """This page cannot reach Daily. What comes of it is told by `call:moved`, or by `call:trouble` to it alone."""
    with transaction():
        participant, standing = present(connection, audience)
        is_daily = participant.call.provider == "daily"
        about = standing.room_id, participant.call_id, participant.id
        kind = str(data.get("kind"))[:40]
        if is_daily:
            participant.troubled_at = None if kind in PERSONAL else clock.now()
            tell_daily(check, *about)
    if is_daily:
        logger.info("call %s: a page has trouble with Daily: %s", about[1], kind)
    else:
        _answer(about[2], is_renewed=True)


@for_daily(lasts=60, lane=URGENT)
def check(daily: Daily, room_id: int, call_id: int, participant_id: str) -> None:
    """Move the call if we cannot reach Daily either, or if most of those inside say that they cannot.

    Somebody else's word may have moved it before this one is looked into.
    """
    is_renewed = not _is_at_daily(call_id) or _renew_if_gone(daily, room_id, call_id)
    if not is_renewed and _most_are_troubled(call_id):
        _move(call_id)
    else:
        _answer(participant_id, is_renewed)


def _answer(participant_id: str, is_renewed: bool) -> None:
    """`renewed`: the ticket of this page leads nowhere, another one does; by now perhaps to the mesh."""
    push(f"participant:{participant_id}", "call:trouble", data={"is_well": True, "renewed": is_renewed})


def _is_at_daily(call_id: int) -> bool:
    """Somebody else's word may have moved the call before this one is looked into."""
    call = db.session.get(Call, call_id)
    is_there = call is not None and call.ended_at is None and call.provider == "daily"
    db.session.rollback()
    return is_there


def _renew_if_gone(daily: Daily, room_id: int, call_id: int) -> bool:
    """The room at Daily may be deleted, expired, or at another address now: then it is made anew. Without Daily all move on."""
    place = place_of(room_id)
    try:
        found = api.find_room(daily, place.name) if place is not None and place.url is not None else None
        if place is not None and found is not None and found["url"] == place.url:
            return False
        forget_address(room_id)
        ensure(daily, room_id)
    except Busy:
        return False
    except DailyTrouble as trouble:
        logger.warning("call %s leaves Daily: %s", call_id, trouble)
        note_failure()
        _move(call_id)
    return True


def _move(call_id: int) -> None:
    with transaction():
        move_call(call_id, "daily_unreachable")


def _most_are_troubled(call_id: int) -> bool:
    """One page's word is not enough, unless it is there alone."""
    query = select(Participant).join(Call).where(Participant.call_id == call_id, Call.ended_at.is_(None))
    there = [seat for seat in db.session.scalars(query) if seat.has_connected and seat.expires_at > clock.now()]
    since = clock.now() - FRESH
    troubled = {seat.user_id for seat in there if seat.troubled_at is not None and seat.troubled_at > since}
    everybody = {seat.user_id for seat in there}
    db.session.rollback()
    return 2 * len(troubled) > len(everybody)
