"""Calls and their participants."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..accounts.models import User
from ..db import db
from ..rooms.models import Room


class Call(db.Model):  # type: ignore[name-defined]
    """One sitting in a room; at most one is live."""

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
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    room: Mapped[Room] = relationship()


class Participant(db.Model):  # type: ignore[name-defined]
    """One tab in a call. It lives by a lease that its socket renews; a seat is a distinct person."""

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

    call: Mapped[Call] = relationship()
    user: Mapped[User] = relationship(lazy="joined")
