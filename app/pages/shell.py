"""The counts in the bar of every page: sessions, rooms, requests; asked only where they are drawn."""

from __future__ import annotations

from functools import cached_property

from flask import Flask
from flask_login import current_user
from sqlalchemy import func, select

from .. import clock
from ..accounts.models import Session
from ..db import db
from ..friends.access import requests_for
from ..rooms.access import rooms_of


def install(app: Flask) -> None:
    app.context_processor(lambda: {"shell": Shell()})


class Shell:
    """What `shared/_account.html` counts about the viewer."""

    @cached_property
    def sessions(self) -> int:
        """On how many devices they are signed in."""
        query = select(func.count(Session.id)).where(
            Session.user_id == current_user.id,
            Session.kind == "page",
            Session.revoked_at.is_(None),
            Session.expires_at > clock.now(),
        )
        return db.session.scalar(query) or 0

    @cached_property
    def rooms(self) -> int:
        """How many rooms they belong to."""
        query = rooms_of(current_user).with_only_columns(func.count())
        return db.session.scalar(query) or 0

    @cached_property
    def requests(self) -> int:
        """How many friend requests wait for their answer."""
        return 0 if current_user.is_guest else len(requests_for(current_user).received)
