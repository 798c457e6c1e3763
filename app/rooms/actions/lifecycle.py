"""A room comes, stays alive, and ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from ... import clock
from ...accounts.models import User
from ...config import settings
from ...db import db
from ...errors import Refusal
from ...events import announce
from ..access import members_of, saved_rooms_of
from ..codes import code_key, new_code
from ..events import RoomActed, RoomClosed, RoomCreated, RoomSaved
from ..holding import hold
from ..models import Membership, Room
from ..wishes import RoomWishes

TRIES = 20


def create_room(owner: User, wishes: RoomWishes, password_hash: str | None = None) -> Room:
    """A new room with `owner` as its owner and host.

    Raises ROOM_CREATION_CLOSED where settings do not let this person, ROOM_CODE_GENERATION_FAILED
    when no free code is found in 20 tries.
    """
    refuse_creation(owner)
    code = _free_code()
    room = Room(
        code=code,
        code_key=code_key(code),
        name=wishes.name or f"{owner.username or owner.display_name}’s Room",
        owner_id=owner.id,
        host_id=owner.id,
        is_public=wishes.is_public,
        waiting_room=wishes.waiting_room,
        password_hash=password_hash,
        max_participants=wishes.max_participants,
        video_enabled=wishes.video,
        audio_enabled=wishes.audio,
        screen_share_enabled=wishes.screen_share,
        chat_enabled=wishes.chat,
        meta=wishes.meta,
        last_active_at=clock.now(),
        expires_at=_end_of_life(),
    )
    db.session.add(room)
    db.session.flush()
    db.session.add(Membership(room_id=room.id, user_id=owner.id, role="owner"))
    db.session.flush()
    announce(RoomCreated(room_id=room.id, actor_id=owner.id))
    return room


def refuse_creation(user: User | None) -> None:
    """Raise ROOM_CREATION_CLOSED where ROOM_CREATION leaves `user` (None: a visitor) out."""
    who = settings().room_creation
    if who == "accounts" and (user is None or user.is_guest):
        raise Refusal("ROOM_CREATION_CLOSED", words="Sign in to create a room. Joining one needs no account.")
    if who == "admins" and not (user and user.is_administrator):
        raise Refusal("ROOM_CREATION_CLOSED", words="Here only administrators create rooms. You can join one.")


def touch(room: Room) -> None:
    """Something happened in `room`: its day begins anew."""
    room.last_active_at = clock.now()
    if not room.is_saved:
        room.expires_at = _end_of_life()


def save_room(standing: Membership, keep: bool) -> None:
    """Keep the owner's room for good, or let it end a day after the last activity again."""
    room = standing.room
    refuse_others_than_owner(standing)
    if standing.user.is_guest:
        raise Refusal("FORBIDDEN")
    if room.is_saved == keep:
        return
    db.session.refresh(standing.user, with_for_update={"of": User, "key_share": True})  # one of their rooms at a time
    count = saved_rooms_of(standing.user)
    if keep and count >= settings().saved_rooms_per_user:
        raise Refusal("SAVED_ROOMS_FULL", count=count)
    room.is_saved = keep
    room.expires_at = None if keep else _end_of_life()
    announce(RoomSaved(room_id=room.id, is_saved=keep, actor_id=standing.user_id))


def close_room(room: Room, actor: User | None, reason: str = "HOST_CLOSED") -> None:
    """End the room for everybody: its code, tokens, call and sockets are dead from here on."""
    _end(room, "closed", reason, actor.id if actor else None)


def delete_room(standing: Membership) -> None:
    """The owner does away with the room; nobody finds it any more."""
    refuse_others_than_owner(standing)
    _end(standing.room, "deleted", "HOST_DELETED", standing.user_id)


def refuse_others_than_owner(standing: Membership) -> None:
    """Raise FORBIDDEN for everybody but the owner."""
    if standing.role != "owner":
        raise Refusal("FORBIDDEN")


def expire_room(room_id: int) -> None:
    """End a room whose day is over; does nothing if it was touched meanwhile."""
    hold(room_id)
    room = db.session.get(Room, room_id)
    if room is not None and room.closed_at is None and room.is_past_its_time:
        _end(room, "expired", "EXPIRED", None)


def act(standing: Membership, action: str, payload: dict[str, object]) -> None:
    """Pass a client's own action on to the room, and keep it in the log."""
    touch(standing.room)
    announce(RoomActed(room_id=standing.room_id, action=action, payload=payload, actor_id=standing.user_id))


def _end(room: Room, end_reason: str, reason: str, actor_id: int | None) -> None:
    if room.closed_at is not None:
        return
    members = tuple(standing.user_id for standing in members_of(room))
    room.closed_at = clock.now()
    room.end_reason = end_reason
    announce(RoomClosed(room_id=room.id, reason=reason, member_ids=members, actor_id=actor_id))


def _free_code() -> str:
    for _ in range(TRIES):
        code = new_code()
        if db.session.scalar(select(Room.id).where(Room.code_key == code_key(code))) is None:
            return code
    raise Refusal("ROOM_CODE_GENERATION_FAILED")


def _end_of_life() -> datetime:
    return clock.now() + timedelta(seconds=settings().room_ttl_seconds)
