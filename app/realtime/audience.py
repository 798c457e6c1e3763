"""Who listens to one thing, and who may: an audience is named `kind:key`, its kind has a doorkeeper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import Refusal

Doorkeeper = Callable[[Any, Any, str], str]
_doorkeepers: dict[str, Doorkeeper] = {}


def room_audience(room_id: int) -> str:
    """Everybody who is in this room's page."""
    return f"room:{room_id}"


def user_audience(user_id: int) -> str:
    """Every open page of one person."""
    return f"user:{user_id}"


def participant_audience(participant_id: str) -> str:
    """One tab in a call; nothing that it hears is kept."""
    return f"participant:{participant_id}"


def is_logged(audience: str) -> bool:
    """Whether `audience` has a log from which a missed message can be read again."""
    return not audience.startswith("participant:")


def doorkeeper(kind: str) -> Callable[[Doorkeeper], Doorkeeper]:
    """Let the decorated `fn(user, session, key) -> audience` decide who may hear `kind:key`.

    It returns the audience's own name (`room:12` for `room:CODE`) or raises a Refusal.
    """

    def register(decide: Doorkeeper) -> Doorkeeper:
        _doorkeepers[kind] = decide
        return decide

    return register


def admit(user: Any, session: Any, name: str) -> str:
    """The audience that `user` asks for as `name` (`room:CODE`); raises Refusal."""
    kind, _, key = name.partition(":")
    if kind not in _doorkeepers or not key:
        raise Refusal("NOT_FOUND")
    return _doorkeepers[kind](user, session, key)


@doorkeeper("user")
def _only_oneself(user: Any, _session: Any, key: str) -> str:
    if key not in ("me", str(user.id)):
        raise Refusal("NOT_FOUND")
    return user_audience(user.id)
