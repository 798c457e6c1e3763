"""Messages, and what is attached to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..accounts.models import User
from ..db import db
from ..rooms.models import Room

MOST_CHARACTERS = 8000


class Message(db.Model):  # type: ignore[name-defined]
    """Something said; `client_id` was chosen by the author's browser, so that a retry is no double."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("author_id", "client_id"), Index("ix_messages_room_id_id", "room_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    author: Mapped[User] = relationship(lazy="joined")
    room: Mapped[Room] = relationship()
    attachments: Mapped[list[Attachment]] = relationship(lazy="selectin", order_by="Attachment.id")


class Attachment(db.Model):  # type: ignore[name-defined]
    """A file that came with a message; `name` is that of the file in its room's folder, and random."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="frame")
    media_type: Mapped[str] = mapped_column(default="image/webp")
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
