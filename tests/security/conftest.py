"""A socket without its wire, and limits that are on: what an attacker meets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accounts import actions as accounts
from app.accounts.models import User
from app.config import Settings
from app.limits import limiter
from app.log import transaction
from app.realtime.signals import dispatch
from app.rooms.models import Room
from tests.conftest import make_settings


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    yield make_settings(tmp_path, limits_enabled=True)
    limiter.reset()


class Line:
    """What signals need of a connection; `say` gives the codes of the refusals that came back."""

    def __init__(self, user_id: int, session_id: int, *audiences: str) -> None:
        self.user_id, self.session_id = user_id, session_id
        self.state: dict[str, Any] = {}
        self.audiences = set(audiences)
        self.names: dict[str, str] = {}
        self.heard: list[tuple[str, dict[str, Any]]] = []

    def follow(self, audience: str, since: int | None = None) -> None:
        self.audiences.add(audience)

    def unfollow(self, audience: str) -> None:
        self.audiences.discard(audience)

    def send_envelope(self, event: str, audience: str | None = None, **fields: Any) -> bool:
        self.heard.append((event, fields.get("data") or {}))
        return True

    def say(self, event: str, room: Room, data: dict[str, Any] | str) -> list[str]:
        told, raw = len(self.heard), data if isinstance(data, str) else json.dumps(data)
        dispatch(self, f'{{"event": "{event}", "audience": "room:{room.id}", "data": {raw}}}')  # type: ignore[arg-type]
        return [str(each["code"]) for name, each in self.heard[told:] if name == "error:room"]


@pytest.fixture
def line_of(app: Flask) -> Callable[..., Line]:
    """`line_of(user, room, …)`: an open socket of that person, let into these rooms."""

    def line(user: User, *rooms: Room) -> Line:
        with transaction():
            session, _ = accounts.start_session(user, "page", "pytest", "127.0.0.1")
        return Line(user.id, session.id, *(f"room:{room.id}" for room in rooms))

    return line
