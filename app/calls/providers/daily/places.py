"""Our rooms' places at Daily: made when needed, kept as they should be, done away with.

Nothing of the database is held while Daily is asked: facts are read, the question is put, and the
answer is noted in a transaction of its own.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from ....db import db
from ....log import transaction
from ....rooms.holding import hold
from ....rooms.models import Room
from ...models import DailyRoom
from . import api
from .client import Daily
from .place import Place, place_as_noted
from .trouble import Missing, Refused
from .wishes import name_of, rights_in

logger = logging.getLogger(__name__)
# What is noted beside the properties that Daily was told.
KEPT = ("rights", "bans")


def ensure(daily: Daily, room_id: int) -> Place:
    """The room's place, made or prolonged if need be. Raises DailyTrouble, Missing where our room is over."""
    place = _intended(room_id)
    if place.is_over:
        raise Missing(f"room {room_id} is over")
    if place.is_ready and not place.has_drifted:
        return place
    return _note(daily, place, _made(daily, place))


def conform(daily: Daily, room_id: int) -> None:
    """Make Daily's room what ours is: gone where ours is over, else with the same switches and end."""
    place = place_of(room_id)
    if place is None:
        return
    if place.is_over:
        _remove(daily, place)
    elif place.url is not None and place.has_drifted:
        try:
            _note(daily, place, api.update_room(daily, place.name, place.wanted))
        except Missing:
            forget_address(room_id)


def dismantle(daily: Daily, room_id: int) -> None:
    """Do away with Daily's room and whoever is still in it; the next call there makes another."""
    place = place_of(room_id)
    if place is not None:
        _remove(daily, place)


def forget_address(room_id: int) -> None:
    """What was noted leads nowhere: the next who needs the place makes it anew."""
    with transaction():
        noted = db.session.get(DailyRoom, room_id)
        if noted is not None:
            noted.url = None


def place_of(room_id: int) -> Place | None:
    """What is noted of the room's place; the session is given back."""
    noted = db.session.get(DailyRoom, room_id)
    place = place_as_noted(noted, noted.room) if noted is not None else None
    db.session.rollback()
    return place


def noted_url(room_id: int) -> str | None:
    """An address at Daily: this room's, else any other's, for all are of one origin."""
    query = select(DailyRoom.url).where(DailyRoom.url.is_not(None))
    return db.session.scalar(query.order_by((DailyRoom.room_id == room_id).desc()).limit(1))


def _intended(room_id: int) -> Place:
    """The place as noted; it is noted before it is made, so that it will be cleaned up whatever happens."""
    place = place_of(room_id)
    if place is not None:
        return place
    with transaction():
        hold(room_id)
        room = db.session.get_one(Room, room_id)
        noted = db.session.get(DailyRoom, room_id)
        if noted is None:
            noted = DailyRoom(room_id=room_id, name=name_of(room), told={})
            if room.closed_at is None:
                db.session.add(noted)
        return place_as_noted(noted, room)


def _made(daily: Daily, place: Place) -> dict[str, Any]:
    if place.url is not None:
        try:
            return api.update_room(daily, place.name, place.wanted)
        except Missing:
            logger.info("%s had expired at Daily and is made anew", place.name)
    return api.create_room(daily, place.name, place.wanted)


def _note(daily: Daily, place: Place, found: dict[str, Any]) -> Place:
    """Keep what Daily has answered; where our room has ended meanwhile, Daily's does too."""
    _compare(place, found)
    with transaction():
        noted = db.session.get(DailyRoom, place.room_id, with_for_update=True)
        is_over = noted is None or noted.room.closed_at is not None
        if noted is not None:
            kept = {"rights": rights_in(noted.room)} | {key: noted.told[key] for key in KEPT if key in noted.told}
            noted.url, noted.told = found["url"], place.wanted | kept
            noted.expires_at = datetime.fromtimestamp(place.wanted["exp"], UTC)
    if is_over:
        _remove(daily, place)
        raise Missing(f"{place.name} ended while it was made")
    told = place.told | place.wanted
    return Place(place.room_id, place.name, found["url"], place.wanted["exp"], told, place.wanted, False)


def _compare(place: Place, found: dict[str, Any]) -> None:
    """A room that is not private is none of ours; another difference is only worth a line."""
    if found.get("privacy") != "private" or not str(found["url"]).endswith(f"/{place.name}"):
        raise Refused(f"{place.name} is not the private room that was asked for")
    config = found.get("config")
    config = config if isinstance(config, dict) else {}
    others = [key for key, value in place.wanted.items() if config.get(key, value) != value]
    if others:
        logger.warning("Daily has %s with other settings than asked for: %s", place.name, ", ".join(others))


def _remove(daily: Daily, place: Place) -> None:
    api.delete_room(daily, place.name)
    with transaction():
        noted = db.session.get(DailyRoom, place.room_id)
        if noted is not None:
            db.session.delete(noted)
