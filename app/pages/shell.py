"""The counts in the bar of every page: sessions, rooms, requests; asked only where they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from flask import Flask
from flask_login import current_user
from sqlalchemy import func, select

from .. import clock
from ..accounts.models import Session
from ..db import db
from ..friends.access import requests_for
from ..rooms.access import rooms_of


def install(app: Flask) -> None:
    """Give every template `shell`."""
    app.context_processor(lambda: {"shell": Shell()})


def _sessions() -> int:
    """On how many devices they are signed in."""
    living = (Session.revoked_at.is_(None), Session.expires_at > clock.now())
    query = select(func.count(Session.id)).where(Session.user_id == current_user.id, Session.kind == "page", *living)
    return db.session.scalar(query) or 0


def _rooms() -> int:
    """How many rooms they belong to."""
    return db.session.scalar(rooms_of(current_user).with_only_columns(func.count())) or 0


def _requests() -> int:
    """How many friend requests wait for their answer."""
    return 0 if current_user.is_guest else len(requests_for(current_user).received)


class Shell(Mapping[str, int]):
    """What `shared/_account.html` counts about the viewer; nothing is asked before it is looked at."""

    _counts = MappingProxyType({"sessions": _sessions, "rooms": _rooms, "requests": _requests})

    def __getitem__(self, name: str) -> int:
        count = self._counts[name]
        return count() if current_user.is_authenticated else 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)
