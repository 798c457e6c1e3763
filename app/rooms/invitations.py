"""Finders of invitations: the links that lead into a room, whom they let in, and why one does not any more."""

from __future__ import annotations

import hashlib

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from .. import clock
from ..accounts.models import User
from ..db import db
from ..errors import Refusal
from .models import HOSTS, Invitation, InvitationUse, Membership, Room

ENDINGS = {
    "unknown": "This link is not complete, or was never made here. Copy it once more, or ask for a new one.",
    "expired": "This invitation link has expired. Ask whoever sent it for a new one.",
    "spent": "This invitation link has been used as often as it may be. Ask whoever sent it for a new one.",
    "revoked": "This invitation link was revoked. Ask a host of the room for a new one.",
    "room-over": "The room that this invitation led to has ended.",
}


def invitation_for(room: Room, user: User | None, token: str | None) -> Invitation | None:
    """An open invitation into `room`: one by name, or the link whose token was brought along."""
    query = select(Invitation).where(Invitation.room_id == room.id)
    found: list[Invitation] = []
    if user is not None:
        found += db.session.scalars(query.where(Invitation.user_id == user.id))
    if token:
        found += db.session.scalars(query.where(Invitation.token_hash == token_hash(token)))
    return next((invitation for invitation in found if lets_in(invitation, user)), None)


def room_invited_to(token: str, user: User | None) -> Room:
    """The room that an invitation link leads `user` to; INVITATION_OVER says why it leads nowhere (any more)."""
    invitation = link_with(token)
    if invitation is None:
        raise ended("unknown")
    if invitation.room.is_over:
        raise ended("room-over")
    if not lets_in(invitation, user):
        raise ended(invitation.ended_as or "unknown")
    room: Room = invitation.room
    return room


def leads_into(token: str | None, room: Room) -> bool:
    """Whether `token` is of a link into this very room, whatever has become of it."""
    link = link_with(token) if token else None
    return link is not None and link.room_id == room.id


def refuse_ended_link(room: Room, token: str | None) -> None:
    """Who brought a link hears what became of it, unless they may knock instead."""
    link = link_with(token) if token else None
    if link is not None and link.room_id == room.id and link.ended_as and not room.waiting_room:
        raise ended(link.ended_as)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_with(token: str) -> Invitation | None:
    """The link whose token this is, ended ones included, its room loaded."""
    query = select(Invitation).where(Invitation.token_hash == token_hash(token))
    return db.session.scalar(query.options(joinedload(Invitation.room)))


def lets_in(invitation: Invitation, user: User | None) -> bool:
    """Whether `user` gets in by it: a spent link still knows those whom it let in before."""
    if invitation.ended_as == "spent" and invitation.token_hash is not None:
        return user is not None and has_used(invitation, user)
    return invitation.is_open


def has_used(invitation: Invitation, user: User) -> bool:
    """Whether `user` has come in by this link before."""
    return db.session.get(InvitationUse, (invitation.id, user.id)) is not None


def links_for(standing: Membership) -> list[Invitation]:
    """The links that still work, the newest first: hosts see everybody's, others their own."""
    query = _links_of(standing, _open_in(standing.room))
    return list(db.session.scalars(query.options(joinedload(Invitation.created_by)).order_by(Invitation.id.desc())))


def link_in(standing: Membership, invitation_id: int) -> Invitation | None:
    """A link of this room that this person may revoke, ended ones included."""
    theirs = select(Invitation).where(Invitation.room_id == standing.room_id, Invitation.id == invitation_id)
    return db.session.scalar(_links_of(standing, theirs))


def invited_to(standing: Membership) -> set[int]:
    """The ids of whom this person need not ask in by name: they were asked and have not come yet.

    What a host says opens the waiting room and what a member says does not: to hosts only hosts' invitations count.
    """
    query = _open_in(standing.room).where(Invitation.user_id.is_not(None))
    if standing.is_host:
        query = _by_hosts(query)
    return set(db.session.scalars(query.with_only_columns(Invitation.user_id)))


def invitations_of(user: User) -> list[Invitation]:
    """Who asks `user` by name into open rooms in which they have no standing, the newest on top; one for each room."""
    theirs = (Membership.room_id == Invitation.room_id) & (Membership.user_id == user.id)
    # Whoever has left may be asked again, whoever was removed may not.
    stands = exists().where(theirs, Membership.left_at.is_(None) | Membership.kicked_at.is_not(None))
    query = _open().where(Invitation.user_id == user.id, ~stands, Room.closed_at.is_(None)).join(Invitation.room)
    query = query.options(contains_eager(Invitation.room), joinedload(Invitation.created_by))
    found = [each for each in db.session.scalars(query.order_by(Invitation.id)) if not each.room.is_over]
    return [*{each.room_id: each for each in found}.values()][::-1]


def is_invited_by_host(room: Room, user: User) -> bool:
    """Whether one who is a host now has asked `user` in by name, whoever else has."""
    query = _by_hosts(_open_in(room).where(Invitation.user_id == user.id))
    return db.session.scalar(query.with_only_columns(Invitation.id).limit(1)) is not None


def ended(reason: str) -> Refusal:
    """What whoever follows an invitation that has ended is told; `reason` is one of ENDINGS."""
    return Refusal("INVITATION_OVER", reason=reason, words=ENDINGS[reason])


def _links_of(standing: Membership, query: Select[Invitation]) -> Select[Invitation]:
    links = query.where(Invitation.token_hash.is_not(None))
    return links if standing.is_host else links.where(Invitation.created_by_id == standing.user_id)


def _by_hosts(query: Select[Invitation]) -> Select[Invitation]:
    host = (Membership.room_id == Invitation.room_id) & (Membership.user_id == Invitation.created_by_id)
    is_current = (Membership.left_at.is_(None), Membership.kicked_at.is_(None))
    return query.join(Membership, host).where(Membership.role.in_(HOSTS), *is_current)


def _open_in(room: Room) -> Select[Invitation]:
    return _open().where(Invitation.room_id == room.id)


def _open() -> Select[Invitation]:
    fresh = Invitation.expires_at.is_(None) | (Invitation.expires_at > clock.now())
    left = Invitation.uses_left.is_(None) | (Invitation.uses_left > 0)
    return select(Invitation).where(Invitation.revoked_at.is_(None), fresh, left)
