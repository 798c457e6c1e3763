"""Rooms and who stands in them how."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...accounts.models import User
from ...db import db

ROLES = ("guest", "member", "cohost", "host", "owner")
HOSTS = ("cohost", "host", "owner")


class Room(db.Model):  # type: ignore[name-defined]
    """A lasting place with a code. `direct` rooms are conversations of two."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    code_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="room")
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    is_public: Mapped[bool] = mapped_column(default=True)
    is_locked: Mapped[bool] = mapped_column(default=False)
    waiting_room: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None]
    max_participants: Mapped[int] = mapped_column(default=5)
    video_enabled: Mapped[bool] = mapped_column(default=True)
    audio_enabled: Mapped[bool] = mapped_column(default=True)
    screen_share_enabled: Mapped[bool] = mapped_column(default=True)
    chat_enabled: Mapped[bool] = mapped_column(default=True)
    recording_enabled: Mapped[bool] = mapped_column(default=False)
    quality: Mapped[str] = mapped_column(default="auto")
    is_saved: Mapped[bool] = mapped_column(default=False)
    meta: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_active_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    host_absent_since: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]

    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    host: Mapped[User] = relationship(foreign_keys=[host_id])

    @property
    def is_over(self) -> bool:
        """Closed, deleted, or past its time (even if nobody has swept it up yet)."""
        return self.closed_at is not None or self.is_past_its_time

    @property
    def is_past_its_time(self) -> bool:
        return self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def has_password(self) -> bool:
        return self.password_hash is not None

    @property
    def is_direct(self) -> bool:
        return self.kind == "direct"


class Membership(db.Model):  # type: ignore[name-defined]
    """A person's standing in a room; it outlives their being inside."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("room_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(default="member")
    is_muted: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    left_at: Mapped[datetime | None]
    kicked_at: Mapped[datetime | None]
    kicked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    kick_reason: Mapped[str] = mapped_column(default="")
    last_read_seq: Mapped[int] = mapped_column(default=0)

    room: Mapped[Room] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    kicked_by: Mapped[User | None] = relationship(foreign_keys=[kicked_by_id])

    @property
    def is_current(self) -> bool:
        return self.left_at is None and self.kicked_at is None

    @property
    def is_host(self) -> bool:
        """Whether this person may use the host controls."""
        return self.is_current and self.role in HOSTS

    @property
    def plain_role(self) -> str:
        """The role of this person without any host controls."""
        return "guest" if self.user.is_guest else "member"

    def outranks(self, other: Membership) -> bool:
        """Whether this standing is above the other's: nobody acts upon an equal."""
        return ROLES.index(self.role) > ROLES.index(other.role)
