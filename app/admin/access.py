"""Who may see the administrators' desk, and its finders: they see every person, room and report."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..accounts.models import User
from ..db import db
from ..errors import Refusal
from ..rooms.codes import code_key
from ..rooms.holding import held
from ..rooms.models import Room
from .models import Report


def administrator(user: User | None) -> User:
    """`user`, if they administer this installation. To all others the desk is not there: NOT_FOUND."""
    if user is None or not user.is_authenticated or not user.is_administrator or not user.is_active:
        raise Refusal("NOT_FOUND")
    return user


def any_person(user_id: int) -> User:
    """Anybody who has not deleted their account; NOT_FOUND otherwise."""
    found = db.session.get(User, user_id)
    if found is None or found.deleted_at is not None:
        raise Refusal("NOT_FOUND")
    return found


def another_person(by: User, user_id: int) -> User:
    """The same, but nobody acts upon themselves: YOURSELF."""
    if by.id == user_id:
        raise Refusal("YOURSELF")
    return any_person(user_id)


def any_open_room(code: str) -> Room:
    """Any room that is not over yet; NOT_FOUND otherwise."""
    query = select(Room).where(Room.code_key == code_key(code)).options(joinedload(Room.host))
    found: Room | None = db.session.scalar(held(query))
    if found is None or found.closed_at is not None:
        raise Refusal("NOT_FOUND")
    return found


def any_report(report_id: int) -> Report:
    """The report with that number; NOT_FOUND otherwise."""
    found = db.session.get(Report, report_id, options=[joinedload(Report.reporter)])
    if found is None:
        raise Refusal("NOT_FOUND")
    return found
