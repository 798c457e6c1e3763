"""Friend requests; an accepted one is a friendship."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..accounts.models import User
from ..db import db

OPEN_STATES = ("pending", "accepted")


class FriendRequest(db.Model):  # type: ignore[name-defined]
    """One person asking another; `low_id` and `high_id` make a pair the same seen from both sides."""

    __tablename__ = "friend_requests"
    __table_args__ = (
        Index(
            "uq_friend_requests_open_pair",
            "low_id",
            "high_id",
            unique=True,
            sqlite_where=text("state IN ('pending', 'accepted')"),
            postgresql_where=text("state IN ('pending', 'accepted')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    low_id: Mapped[int]
    high_id: Mapped[int]
    state: Mapped[str] = mapped_column(default="pending")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]

    sender: Mapped[User] = relationship(foreign_keys=[sender_id])
    recipient: Mapped[User] = relationship(foreign_keys=[recipient_id])
