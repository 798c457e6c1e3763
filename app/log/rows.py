"""What is kept: entries, how far each audience's log has come, and the few facts about this very database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from ..db import db
from ..events import Event, kind_of


class Entry(db.Model):  # type: ignore[name-defined]
    """One durable change, as its audience sees it."""

    __tablename__ = "log_entries"

    audience: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str]
    actor_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    def event(self) -> Event | None:
        """The very event that was announced; None where this version knows no such type."""
        kind = kind_of(self.type)
        return kind(actor_id=self.actor_id, **self.data) if kind else None


class Head(db.Model):  # type: ignore[name-defined]
    """How far the log of one audience has come; its row is the lock that keeps numbers gapless."""

    __tablename__ = "log_heads"

    audience: Mapped[str] = mapped_column(primary_key=True)
    head: Mapped[int]


class Meta(db.Model):  # type: ignore[name-defined]
    """The few facts about this very database: its epoch."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
