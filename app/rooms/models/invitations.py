"""Ways into a room that somebody was given, and who has used them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...accounts.models import User
from ...db import db
from .rooms import Room


class Invitation(db.Model):  # type: ignore[name-defined]
    """A way into a room: for one person by name, or for whoever holds the link (kept hashed).

    `uses` is how many people a link was made for (None: any number), `uses_left` how many are left.
    """

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None]
    uses: Mapped[int | None]
    uses_left: Mapped[int | None]
    revoked_at: Mapped[datetime | None]

    room: Mapped[Room] = relationship()
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])

    @property
    def is_open(self) -> bool:
        """Whether it still lets somebody in."""
        return self.ended_as is None

    @property
    def ended_as(self) -> str | None:
        """Why it lets nobody new in: revoked, expired or spent; None while it does."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at is not None and self.expires_at <= clock.now():
            return "expired"
        return "spent" if self.uses_left == 0 else None


class InvitationUse(db.Model):  # type: ignore[name-defined]
    """Who came in by a link: they come again by it without another use."""

    __tablename__ = "invitation_uses"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    used_at: Mapped[datetime] = mapped_column(default=clock.now)
