"""The log of a room, for those who read it by request instead of by socket."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from .. import log
from ..limits import CATCHING_UP, limit
from ..realtime.audience import room_audience
from ..realtime.broadcast import parcel_of
from . import auth
from .door import Door
from .schemas import Ask, Number

bp = Door("events", "Events")


class Since(Ask):
    """Which entries: those after number `since`, at most `limit`."""

    since = Number(load_default=0)
    limit = Number(1, 200, load_default=100)


class Entry(Schema):
    """One durable change, in the words in which the socket tells it under the same number."""

    seq = fields.Integer(required=True)
    event = fields.String(required=True)
    at = fields.String(required=True)
    actorId = fields.Integer(required=True, allow_none=True)
    data = fields.Raw(required=True, allow_none=True)


class Entries(Schema):
    """Entries in order; continue with `since` = `next`. Under another `epoch` begin at 0 again."""

    events = fields.List(fields.Nested(Entry), required=True)
    next = fields.Integer(required=True)
    head = fields.Integer(required=True)
    epoch = fields.String(required=True)


@bp.route("/rooms/<code>/events")
@limit(*CATCHING_UP, key_func=auth.who_calls)
@bp.arguments(Since, location="query")
@bp.response(200, Entries)
@bp.refuses("INVALID", "UNAUTHENTICATED", "NOT_MEMBER", "KICKED", "ROOM_NOT_FOUND", "ROOM_CLOSED")
@bp.refuses("RATE_LIMITED")
def list_events(query: dict[str, Any], code: str) -> dict[str, Any]:
    """Read what has happened in a room, without gaps and in order."""
    audience = room_audience(auth.member(code).room_id)
    epoch, head = log.epoch(), log.head(audience)
    entries = log.entries(audience, query["since"], query["limit"])
    return {
        "events": [_face(entry) for entry in entries],
        "next": entries[-1].seq if entries else query["since"],
        "head": head,
        "epoch": epoch,
    }


def _face(entry: log.Entry) -> dict[str, Any]:
    """As the socket says it. What is told to nobody keeps its number, under its own name."""
    parcel = parcel_of(entry, entry.event())
    is_told = parcel.event != "wire:nothing"
    return {
        "seq": entry.seq,
        "event": parcel.event if is_told else entry.type,
        "at": entry.at.isoformat(),
        "actorId": entry.actor_id,
        "data": parcel.data if is_told else None,
    }
