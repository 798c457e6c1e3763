"""What API clients and pages may do to a room through the socket."""

from __future__ import annotations

from typing import Any

from ..errors import Invalid, Refusal
from ..limits import ACTIONS, HOSTING
from ..log import transaction
from ..realtime.connection import Connection
from ..realtime.payload import fault_in
from ..realtime.signals import signal
from . import actions
from .access import member_of, standing_with
from .models import Membership
from .wishes import clean_line


@signal("room:leave", "leave-room", limit=HOSTING)
def leave(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    with transaction():
        actions.leave_room(_standing(connection, audience))


@signal("room:close", limit=HOSTING)
def close(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    with transaction():
        standing = _standing(connection, audience)
        actions.refuse_cohosts(standing)
        actions.close_room(standing.room, standing.user)


@signal("room:kick", "room:host-kick", limit=HOSTING)
def kick(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    with transaction():
        standing = _host(connection, audience)
        actions.kick(standing, _target(standing, data), clean_line(str(data.get("reason") or ""))[:200])


@signal("room:host-mute", limit=HOSTING)
def mute(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    with transaction():
        standing = _host(connection, audience)
        actions.mute(standing, _target(standing, data))


@signal("room:toggle-lock", "room:toggle_lock", limit=HOSTING)
def toggle_lock(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    with transaction():
        standing = _host(connection, audience)
        actions.set_lock(standing, not standing.room.is_locked)


@signal("room:transfer-host", "room:transfer_host", limit=HOSTING)
def transfer_host(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    with transaction():
        standing = _host(connection, audience)
        actions.transfer_host(standing, _target(standing, data))


@signal("room-action", limit=ACTIONS)
def act(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    action, payload = data.get("action"), data.get("payload") or {}
    if not isinstance(action, str) or not _is_name(action) or not isinstance(payload, dict):
        raise Invalid({"action": "An action is a name of at most 64 characters and a payload object."})
    fault = fault_in(payload)
    if fault:
        raise Invalid({"payload": fault})
    with transaction():
        actions.act(_standing(connection, audience), action, payload)


def _standing(connection: Connection, audience: str) -> Membership:
    """The sender's own standing, looked up anew: what a payload says of who sends is never read."""
    if not audience.startswith("room:") or audience not in connection.audiences:
        raise Refusal("NOT_MEMBER")
    return standing_with(connection.user_id, int(audience.partition(":")[2]))


def _host(connection: Connection, audience: str) -> Membership:
    standing = _standing(connection, audience)
    if not standing.is_host:
        raise Refusal("NOT_HOST")
    return standing


def _target(standing: Membership, data: dict[str, Any]) -> Membership:
    for name in ("target_user_id", "kickUserId", "newHostId", "user_id"):
        if name in data:
            given = str(data[name])
            return member_of(standing.room, int(given) if given.isdecimal() and len(given) < 16 else 0)
    raise Refusal("MEMBER_NOT_FOUND")


def _is_name(action: str) -> bool:
    return 0 < len(action) <= 64 and clean_line(action) == action
