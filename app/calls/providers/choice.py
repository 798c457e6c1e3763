"""Which provider a new call gets, decided on what is known already: nobody is asked while rows are locked."""

from __future__ import annotations

import time

from ...config import Settings, settings
from ...rooms.models import Room
from ..access import live_call
from ..minutes import is_nearly_spent, is_spent

# After a failure new calls do not wait for Daily; so long later the next one tries again.
QUIET = 30.0
_failed: dict[Settings, float] = {}


def choose(room: Room) -> tuple[str, str | None]:
    """The provider's name, and why it is the mesh where it should have been Daily."""
    if not may_use_daily(room):
        return "mesh", None
    if is_spent():
        return "mesh", "budget_spent"
    if is_resting():
        return "mesh", "daily_unreachable"
    return "daily", None


def may_use_daily(room: Room) -> bool:
    """Whether the room is one of those that Daily is for."""
    return bool(settings().daily_api_key) and room.max_participants > settings().mesh_up_to


def outlook(room: Room) -> str | None:
    """How calls in this room go, in one of the words that templates/rooms/_settings_carried.html has; None without Daily."""
    call = live_call(room)
    if not settings().daily_api_key:
        return None
    if call is not None and call.reason == "daily_unreachable":
        return "unreachable"
    if not may_use_daily(room):
        return "small"
    if is_spent():
        return "last" if call is not None and call.provider == "daily" else "spent"
    return "nearly" if is_nearly_spent() else "daily"


def note_failure() -> None:
    """Daily could not be reached from this process just now."""
    _failed[settings()] = time.monotonic()


def is_resting() -> bool:
    """Whether Daily failed so lately that a new call had better not wait for it."""
    failed = _failed.get(settings())
    return failed is not None and time.monotonic() - failed < QUIET
