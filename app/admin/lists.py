"""The lists of the desk: searched, filtered and cut into pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from .. import clock
from ..accounts.models import User
from ..calls.models import Call, Participant
from ..db import db
from ..rooms.codes import code_key
from ..rooms.models import Room
from .models import Report

SIZE = 50
PEOPLE = ("all", "accounts", "guests", "administrators", "disabled")
ROOMS = ("open", "active", "reported", "over")
REPORTS = ("open", "resolved")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """One page (from 1) of a list, and how long the list is."""

    rows: list[Row]
    total: int
    page: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def people(show: str, search: str, page: int) -> Listing[User]:
    """Everybody who has not deleted their account, the newest first."""
    query = select(User).where(User.deleted_at.is_(None), *_kind_of_people(show))
    for word in search.split()[:5]:
        columns = (User.display_name, User.username, User.email)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return _listing(query.order_by(User.id.desc()), page)


def rooms(show: str, search: str, page: int) -> Listing[Room]:
    """Rooms by name, code or host, the liveliest first, with their hosts."""
    query = select(Room).join(Room.host).where(Room.kind == "room", *_kind_of_rooms(show))
    if search.strip():
        words = search.strip()
        by_words = (column.icontains(words, autoescape=True) for column in (Room.name, User.display_name))
        query = query.where(or_(Room.code_key.startswith(code_key(words), autoescape=True), *by_words))
    ordered = query.order_by(Room.last_active_at.desc(), Room.id.desc())
    return _listing(ordered.options(joinedload(Room.host)), page)


def reports(show: str, page: int) -> Listing[Report]:
    """Reports with their reporters: the open ones oldest first, the resolved ones newest first."""
    query = select(Report).options(joinedload(Report.reporter))
    if show == "resolved":
        return _listing(query.where(Report.resolved_at.is_not(None)).order_by(Report.resolved_at.desc()), page)
    return _listing(query.where(Report.resolved_at.is_(None)).order_by(Report.id), page)


def reported_rooms(room_ids: list[int]) -> set[int]:
    """Those of these rooms that an open report is about."""
    query = select(Report.room_id).where(Report.room_id.in_(room_ids), Report.resolved_at.is_(None))
    return {room_id for room_id in db.session.scalars(query) if room_id is not None}


def _kind_of_people(show: str) -> tuple[Any, ...]:
    kinds: dict[str, tuple[Any, ...]] = {
        "accounts": (User.kind == "account",),
        "guests": (User.kind == "guest",),
        "administrators": (User.is_administrator,),
        "disabled": (User.disabled_at.is_not(None),),
    }
    return kinds.get(show, ())


def _kind_of_rooms(show: str) -> tuple[Any, ...]:
    is_open = Room.closed_at.is_(None)
    seated = select(Call.room_id).join(Participant).where(Call.ended_at.is_(None), Participant.expires_at > clock.now())
    reported = select(Report.room_id).where(Report.resolved_at.is_(None), Report.room_id.is_not(None))
    kinds: dict[str, tuple[Any, ...]] = {
        "active": (is_open, Room.id.in_(seated)),
        "reported": (Room.id.in_(reported),),
        "over": (Room.closed_at.is_not(None),),
    }
    return kinds.get(show, (is_open,))


def _listing(query: Select[Any], page: int) -> Listing[Any]:
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    page = min(max(1, page), max(1, -(-total // SIZE)))
    return Listing(list(db.session.scalars(query.limit(SIZE).offset((page - 1) * SIZE))), total, page)
