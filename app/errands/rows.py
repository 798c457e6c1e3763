"""An errand as it is kept until it is done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ..db import db


class Errand(db.Model):  # type: ignore[name-defined]
    """`arguments` is a JSON list. While `leased_until` lies ahead, somebody is at it."""

    __tablename__ = "errands"
    __table_args__ = (Index("ix_errands_lane_due_at", "lane", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lane: Mapped[str]
    kind: Mapped[str]
    arguments: Mapped[str]
    due_at: Mapped[datetime]
    lasts_until: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
