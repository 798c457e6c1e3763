"""Where people are reached who have no page open: the push subscriptions of their browsers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import clock
from ..db import db, insert
from .models import Session, User


class PushSubscription(db.Model):  # type: ignore[name-defined]
    """One browser that wants to be told. It lives as long as the session in which it was asked for.

    `p256dh` (an uncompressed point) and `auth` (16 bytes) are the browser's keys, base64url as it gave them.
    """

    __tablename__ = "push_subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(Text)
    endpoint_hash: Mapped[str] = mapped_column(unique=True)
    p256dh: Mapped[str]
    auth: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    session: Mapped[Session] = relationship(lazy="joined")


def subscribe(user: User, session: Session, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
    """Remember this browser for `user`; a browser that was somebody else's before is theirs no more.

    A session is one browser: an address that it gave before is its own no more. Of two tabs that give
    the same at once both have given it.
    """
    before = (PushSubscription.session_id == session.id, PushSubscription.endpoint_hash != _hash(endpoint))
    db.session.execute(delete(PushSubscription).where(*before))
    facts = {"user_id": user.id, "session_id": session.id, "p256dh": p256dh, "auth": auth}
    fresh = insert(PushSubscription).values(endpoint=endpoint, endpoint_hash=_hash(endpoint), **facts)
    kept = fresh.on_conflict_do_update(index_elements=["endpoint_hash"], set_=facts).returning(PushSubscription)
    row: PushSubscription = db.session.scalars(kept, execution_options={"populate_existing": True}).one()
    return row


def unsubscribe(user: User, endpoint: str) -> None:
    """Forget one of the user's own browsers."""
    row = _row_of(endpoint)
    if row is not None and row.user_id == user.id:
        db.session.delete(row)


def forget(subscription_id: int) -> None:
    """The push service knows this browser no more."""
    db.session.execute(delete(PushSubscription).where(PushSubscription.id == subscription_id))


def forget_signed_out() -> None:
    """Browsers whose sessions have ended, or whose people may not come any more, are not rung again."""
    ended = Session.revoked_at.is_not(None) | (Session.expires_at <= clock.now())
    gone = User.disabled_at.is_not(None) | User.deleted_at.is_not(None)
    theirs = select(Session.id).join(User, User.id == Session.user_id).where(ended | gone)
    db.session.execute(delete(PushSubscription).where(PushSubscription.session_id.in_(theirs)))


def subscriptions_of(user_ids: Iterable[int]) -> list[PushSubscription]:
    """The browsers of these people whose sessions are still good."""
    query = select(PushSubscription).where(PushSubscription.user_id.in_(list(user_ids)))
    return [row for row in db.session.scalars(query.order_by(PushSubscription.id)) if row.session.is_live]


def _row_of(endpoint: str) -> PushSubscription | None:
    return db.session.scalar(select(PushSubscription).where(PushSubscription.endpoint_hash == _hash(endpoint)))


def _hash(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
