"""What hosts make of their room while people are in it."""

from __future__ import annotations

from ...errors import Refusal
from ...events import announce
from ..events import RoomSettingsChanged
from ..models import Membership
from .answering import dismiss_waiting
from .hosting import refuse_cohosts
from .inviting import revoke_links_of_members

SWITCHES = (
    "video_enabled",
    "audio_enabled",
    "screen_share_enabled",
    "chat_enabled",
    "waiting_room",
    "recording_enabled",
)
OF_THE_HOST = ("name", "is_public")


def change_settings(by: Membership, **wishes: str | bool | int) -> None:
    """Set any of SWITCHES, `max_participants`, `quality`, `name`, `is_public`; everybody hears of it at once.

    Name and privacy are the owner's and the host's. Fewer seats than people inside send nobody out:
    nobody else comes in until there is room again.
    """
    if not by.is_host:
        raise Refusal("NOT_HOST")
    changes = {name: wish for name, wish in wishes.items() if getattr(by.room, name) != wish}
    if any(name in changes for name in OF_THE_HOST):
        refuse_cohosts(by)
    for name, wish in changes.items():
        setattr(by.room, name, wish)
    if changes.get("waiting_room") is False:
        dismiss_waiting(by)
    if changes.get("is_public") is False:
        revoke_links_of_members(by.room)
    if changes:
        announce(RoomSettingsChanged(room_id=by.room_id, changes=changes, actor_id=by.user_id))


def set_password(by: Membership, password_hash: str | None) -> None:
    """Ask newcomers for a password (its hash, see `hash_password`), or for none any more. Hosts and the owner."""
    refuse_cohosts(by)
    before = by.room.password_hash
    if password_hash is None and before is None:
        return
    by.room.password_hash = password_hash
    if password_hash is None:
        word = "removed"
    else:
        word = "changed" if before else "set"
    announce(RoomSettingsChanged(room_id=by.room_id, changes={"password": word}, actor_id=by.user_id))
