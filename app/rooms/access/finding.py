"""Finders that authorize. Inside a transaction whoever finds a room holds it (`holding.py`)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...accounts.models import User
from ...db import db
from ...errors import Refusal
from ..codes import clean_code, code_key
from ..holding import held, hold
from ..invitations import invitation_for, is_invited_by_host, refuse_ended_link
from ..knocks import admission_for
from ..models import Membership, Room
from .people import standing_in


def room_for(user: User | None, code: str) -> Room:
    """The room behind `code` as far as `user` may know of it (a preview), or why not.

    Strangers hear the same ROOM_NOT_FOUND for codes that are wrong, closed or expired; who has
    been in the room hears what became of it.
    """
    room = _room_with(code)
    standing = _standing(user, room)
    if room is None or (standing is None and room.is_over):
        raise _not_found(code)
    if standing is not None and standing.kicked_at is not None:
        raise kicked(standing)
    refuse_if_over(room)
    return room


def belongs(user: User | None, code: str) -> bool:
    """Whether `user` is a member of the room behind `code` now."""
    standing = _standing(user, _room_with(code))
    return standing is not None and standing.is_current


def refuse_uninvited(room: Room, user: User | None, token: str | None = None) -> None:
    """Raise INVITE_ONLY for whom a private room shows nothing, neither its lock nor its password."""
    if room.is_public or (user is not None and user.id == room.owner_id):
        return
    standing = standing_in(room, user.id) if user is not None else None
    is_expected = (standing is not None and standing.is_current) or admission_for(room, user) is not None
    if not is_expected and invitation_for(room, user, token) is None:
        refuse_ended_link(room, token)
        raise Refusal("INVITE_ONLY", may_knock=room.waiting_room, room_code=room.code)


def is_locked_out(room: Room, user: User | None) -> bool:
    """Whether the lock keeps `user` outside: not the owner, nor who belongs to the room."""
    return room.is_locked and not (user is not None and (user.id == room.owner_id or belongs(user, room.code)))


def must_knock(room: Room, user: User | None) -> bool:
    """Whether `user` has to be let in by a host first.

    Not who was in the room before, was let in already, or was invited by name by a host. A link may
    travel on, and members may ask anybody: neither passes the waiting room.
    """
    if not room.waiting_room or (user is not None and user.id == room.owner_id):
        return False
    standing = standing_in(room, user.id) if user is not None else None
    if standing is not None and (standing.is_current or room.is_public):
        return False
    return admission_for(room, user) is None and not (user is not None and is_invited_by_host(room, user))


def membership_for(user: User, code: str) -> Membership:
    """The user's standing in the room behind `code`; the rooms they are not in are not found."""
    standing = _standing(user, _room_with(code))
    if standing is None:
        raise _not_found(code)
    refuse_former(standing)
    return standing


def standing_with(user_id: int, room_id: int) -> Membership:
    """`membership_for` for those who know the room by its id: the socket, which was let in before."""
    hold(room_id)
    query = select(Membership).where(Membership.room_id == room_id, Membership.user_id == user_id)
    standing: Membership | None = db.session.scalar(
        query.options(joinedload(Membership.room), joinedload(Membership.user))
    )
    if standing is None:
        raise Refusal("NOT_MEMBER")
    refuse_former(standing)
    return standing


def host_membership_for(user: User, code: str) -> Membership:
    """The same for those who may use the host controls; NOT_HOST for other members."""
    standing = membership_for(user, code)
    if not standing.is_host:
        raise Refusal("NOT_HOST")
    return standing


def refuse_former(standing: Membership) -> None:
    """Raise KICKED, ROOM_CLOSED, ROOM_EXPIRED or NOT_MEMBER for whom this standing is none any more."""
    if standing.kicked_at is not None:
        raise kicked(standing)
    refuse_if_over(standing.room)
    if standing.left_at is not None:
        raise Refusal("NOT_MEMBER")


def refuse_if_over(room: Room) -> None:
    """Say how a room ended to those who may know."""
    if room.closed_at is None and not room.is_past_its_time:
        return
    raise Refusal("ROOM_CLOSED" if room.end_reason in ("closed", "deleted") else "ROOM_EXPIRED")


def kicked(standing: Membership) -> Refusal:
    """Who removed them, when and why: the removed person may know."""
    by = standing.kicked_by.display_name if standing.kicked_by else "the host"
    reason = f" Reason given: “{standing.kick_reason}”" if standing.kick_reason else ""
    at = standing.kicked_at.isoformat() if standing.kicked_at else None
    return Refusal("KICKED", words=f"By {by}.{reason}", by=by, reason=standing.kick_reason, at=at)


def _room_with(code: str) -> Room | None:
    query = select(Room).where(Room.code_key == code_key(code), Room.kind == "room")
    return db.session.scalar(held(query.options(joinedload(Room.host))))


def _standing(user: User | None, room: Room | None) -> Membership | None:
    """Looked up even for a room that is not there, so that both take the same time."""
    return db.session.scalar(
        select(Membership)
        .where(Membership.room_id == (room.id if room else 0), Membership.user_id == (user.id if user else 0))
        .options(joinedload(Membership.room).joinedload(Room.host))
    )


def _not_found(code: str) -> Refusal:
    return Refusal("ROOM_NOT_FOUND", room_code=clean_code(code))
