"""Who people are: users (accounts and guests) and the sessions they are signed in with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..db import db

TINTS = 6


class User(db.Model):  # type: ignore[name-defined]
    """Somebody: an account, or a guest who belongs to one room."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(default="account")
    display_name: Mapped[str]
    username: Mapped[str | None]
    username_key: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    bio: Mapped[str] = mapped_column(Text, default="")
    avatar: Mapped[str | None]
    is_administrator: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login knows a person by."""
        return str(self.id)

    @property
    def is_guest(self) -> bool:
        return self.kind == "guest"

    @property
    def is_active(self) -> bool:
        """Whether this person may be signed in at all (Flask-Login asks)."""
        return self.disabled_at is None and self.deleted_at is None

    @property
    def initials(self) -> str:
        """One or two letters that stand for a missing picture."""
        words = [word for word in self.display_name.split() if word[0].isalnum()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"

    @property
    def tint(self) -> int:
        """Which of the avatar colours is theirs, 0 to 5."""
        return self.id % TINTS

    @property
    def avatar_url(self) -> str | None:
        return f"/avatars/{self.avatar}" if self.avatar else None


class Session(db.Model):  # type: ignore[name-defined]
    """One device or client that is signed in; only the hash of its secret is kept."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="page")
    user_agent: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined")

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now() and self.user.is_active


class Attempt(db.Model):  # type: ignore[name-defined]
    """How often signing in has failed lately, for one account (hashed name) or from one address."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime | None]
