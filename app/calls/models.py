"""Calls and their participants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..accounts.models import User
from ..db import db
from ..rooms.models import Room

REASONS = ("daily_unreachable", "budget_spent")


class Call(db.Model):  # type: ignore[name-defined]
    """One sitting in a room; at most one is live.

    `reason` is why it goes from browser to browser though it should not: one of REASONS. `daily_seconds`
    is the time of those who have left Daily's room again. `recorder_id` is the participant whose browser
    records, None while nobody's does.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index(
            "uq_calls_live_room",
            "room_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(default="mesh")
    reason: Mapped[str | None]
    daily_seconds: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    recorder_id: Mapped[str | None]

    room: Mapped[Room] = relationship()


class Participant(db.Model):  # type: ignore[name-defined]
    """One tab in a call. It lives by a lease that its socket renews; a seat is a distinct person.

    `daily_since` is when it got a ticket to Daily's room, `daily_session` who it is there as far as
    Daily said, `troubled_at` when it last could not reach Daily. `recording_consent` is the answer to
    the recording that goes on, None where there was none yet.
    """

    __tablename__ = "participants"

    id: Mapped[str] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="SET NULL"), index=True)
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    has_connected: Mapped[bool] = mapped_column(default=False)
    mic_on: Mapped[bool] = mapped_column(default=False)
    camera_on: Mapped[bool] = mapped_column(default=False)
    screen_on: Mapped[bool] = mapped_column(default=False)
    hand_raised_at: Mapped[datetime | None]
    recording_consent: Mapped[bool | None]
    daily_since: Mapped[datetime | None]
    daily_session: Mapped[str | None]
    troubled_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    user: Mapped[User] = relationship(lazy="joined")


class DailyRoom(db.Model):  # type: ignore[name-defined]
    """A room's place at Daily, from before it is asked for until it is surely gone.

    `url` is None until Daily has answered; `told` is what Daily was told of the room last,
    and of its people: `rights` that all of theirs follow from, `bans` how often somebody was banned.
    """

    __tablename__ = "daily_rooms"

    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str | None]
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    expires_at: Mapped[datetime | None]

    room: Mapped[Room] = relationship()


class DailyMonth(db.Model):  # type: ignore[name-defined]
    """How many participant-seconds Daily itself counts for a month (`2026-11`, UTC)."""

    __tablename__ = "daily_months"

    month: Mapped[str] = mapped_column(primary_key=True)
    seconds: Mapped[int] = mapped_column(default=0)


class DailyNews(db.Model):  # type: ignore[name-defined]
    """The id of a webhook's event that was heard already."""

    __tablename__ = "daily_news"

    id: Mapped[str] = mapped_column(primary_key=True)
    heard_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
