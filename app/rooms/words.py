"""The room's events in one sentence each: for the activity list, the chat and API clients."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select

from ..accounts.models import User
from ..db import db
from ..log import Entry
from .changes import what_changed

Names = Callable[[int | None], str]

ENDS = {
    "HOST_CLOSED": "{actor} closed the room",
    "HOST_DELETED": "{actor} deleted the room",
    "ADMIN_CLOSED": "An administrator closed the room",
    "EXPIRED": "The room ended after a day without anybody in it",
}
HOST_CHANGES = {
    "transferred": "{actor} made {host} the host",
    "handed-over": "{actor} left the room to {host}",
    "reclaimed": "{host} is the host again",
    "claimed": "{host} took over as host",
    "succeeded": "{host} is the host now",
}
# By what carries a call and why that is not what it should be.
CALL_STARTS = {
    "daily_unreachable": "Daily cannot be reached: this call goes directly from browser to browser",
    "budget_spent": "Daily’s minutes for this month are used up: this call goes directly from browser to browser",
}
CALL_MOVES = {
    "daily_unreachable": "Daily cannot be reached: the call goes on directly from browser to browser",
    "budget_spent": "Daily’s minutes for this month are used up: the call goes on directly from browser to browser",
}
ROLES = {"cohost": "a co-host", "host": "the host", "owner": "the owner", "member": "a member", "guest": "a guest"}

SENTENCES: dict[str, str] = {
    "room:created": "{actor} created the room",
    "room:participant-joined": "{user} joined",
    "room:participant-left": "{user} left",
    "user:kicked": "{actor} removed {user}",
    "room:forgiven": "{actor} lets {user} come back",
    "room:muted": "{actor} muted {user}",
    "room:unmute-requested": "{actor} asked {user} to unmute",
    "call:recording-asked": "{actor} asks to record",
    "call:recording-ended": "{user} does not record any more",
    "room:host-left": "{host} is gone. The room waits for them a little",
    "room:host-returned": "{host} is back",
    "room:knock-answered": "{actor} let {user} in",
    "room:link-made": "{actor} made an invitation link",
    "room:link-revoked": "{actor} revoked an invitation link",
}


def sentence(type_name: str, actor_id: int | None, data: dict[str, Any], name: Names) -> str | None:
    """`data` of an event of this type in words; None for events that nobody needs to read."""
    if type_name == "room:settings-changed":
        return f"{name(actor_id)} {what_changed(data.get('changes', {}))}"
    pattern = _pattern(type_name, data)
    if pattern is None:
        return None
    facts = {"actor": name(actor_id), "user": name(data.get("user_id")), "host": name(data.get("host_id"))}
    return pattern.format_map(facts)


def names_in(entries: Iterable[Entry]) -> Names:
    """The display names of everybody in these entries, read in one query."""
    ids = {entry.actor_id for entry in entries}
    ids |= {entry.data.get(key) for entry in entries for key in ("user_id", "host_id")}
    return names_of(ids)


def names_of(ids: Iterable[int | None]) -> Names:
    rows = db.session.execute(select(User.id, User.display_name).where(User.id.in_([i for i in ids if i])))
    known: dict[int | None, str] = {user_id: name for user_id, name in rows}
    return lambda user_id: known.get(user_id, "Somebody")


def _pattern(type_name: str, data: dict[str, Any]) -> str | None:
    if type_name == "room:closed":
        return ENDS.get(data["reason"])
    if type_name == "call:started":
        return CALL_STARTS.get(data.get("reason") or "")
    if type_name == "call:moved":
        return CALL_MOVES.get(data["reason"])
    if type_name == "room:host-updated":
        return HOST_CHANGES.get(data["how"])
    if type_name == "room:lock-toggled":
        return "{actor} locked the room" if data["is_locked"] else "{actor} unlocked the room"
    if type_name == "room:role-changed":
        return "{user} is " + ROLES[data["role"]] + " now" if data["role"] in ("cohost", "member", "guest") else None
    if type_name == "room:participant-left" and data.get("reason") in ("kicked", "ended"):
        return None
    return SENTENCES.get(type_name)
