"""Asking people in: by name, or by a link that only its hash remembers."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from ... import clock
from ...accounts.models import User
from ...db import db
from ...errors import Refusal
from ...events import announce
from ..access import standing_in
from ..events import InvitationSent
from ..invitations import ended, has_used, link_in, links_for, token_hash
from ..link_events import LinkMade, LinkRevoked, LinksChanged
from ..models import HOSTS, Invitation, InvitationUse, Membership, Room

LIFETIME = timedelta(days=7)
MOST_LINKS = 100
MOST_OF_A_MEMBER = 10  # so that none of them keeps the hosts from making theirs


def invite(standing: Membership, user: User) -> Invitation:
    """Ask `user` into the room by name. In a private room only its hosts may."""
    room = standing.room
    refuse_inviting(standing)
    theirs = standing_in(room, user.id)
    if theirs is not None and theirs.kicked_at is not None:
        raise Refusal("FORBIDDEN")
    end = clock.now() + LIFETIME
    invitation = Invitation(room_id=room.id, user_id=user.id, created_by_id=standing.user_id, expires_at=end)
    db.session.add(invitation)
    db.session.flush()
    announce(InvitationSent(room_id=room.id, user_id=user.id, invitation_id=invitation.id, actor_id=standing.user_id))
    return invitation


def make_invitation_link(standing: Membership, uses: int | None = None, lifetime: timedelta = LIFETIME) -> str:
    """The token (192 bits) of a new link for `uses` people (None: any number); it is shown once and kept hashed.

    Raises NOT_HOST, LINKS_FULL.
    """
    refuse_inviting(standing)
    _refuse_more_links(standing)
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        room_id=standing.room_id,
        token_hash=token_hash(token),
        created_by_id=standing.user_id,
        expires_at=clock.now() + lifetime,
        uses=uses,
        uses_left=uses,
    )
    db.session.add(invitation)
    db.session.flush()
    announce(LinkMade(room_id=standing.room_id, invitation_id=invitation.id, actor_id=standing.user_id))
    return token


def accept_invitation(invitation: Invitation, user: User) -> None:
    """Use it once: who was asked by name, by however many, has come; a link counts each person once.

    The count is taken in the database itself, so of two who race for the last use exactly one gets
    it; the other meets INVITATION_OVER.
    """
    if invitation.user_id is not None:
        theirs = (Invitation.room_id == invitation.room_id, Invitation.user_id == user.id)
        db.session.execute(update(Invitation).where(*theirs).values(uses_left=0))
    elif not has_used(invitation, user):
        _count_down(invitation)
        db.session.add(InvitationUse(invitation_id=invitation.id, user_id=user.id))


def revoke_link(standing: Membership, invitation_id: int) -> None:
    """Take a link back: hosts any of the room's, others their own. NOT_FOUND for all else; twice is once."""
    link = link_in(standing, invitation_id)
    if link is None:
        raise Refusal("NOT_FOUND")
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        announce(LinkRevoked(room_id=standing.room_id, invitation_id=link.id, actor_id=standing.user_id))


def revoke_invitations(room: Room, user_id: int) -> None:
    """Close what a removed person could come back with: invitations to them and links of theirs."""
    _revoke(room.id, (Invitation.user_id == user_id) | (Invitation.created_by_id == user_id))


def revoke_links_of(standing: Membership) -> None:
    """Close what somebody gave out as a host, who is none any more."""
    _revoke(standing.room_id, Invitation.created_by_id == standing.user_id)


def revoke_links_of_members(room: Room) -> None:
    """Close what members gave out while the room was public: into a private room hosts alone invite."""
    hosts = select(Membership.user_id).where(Membership.room_id == room.id, Membership.role.in_(HOSTS))
    _revoke(room.id, Invitation.created_by_id.not_in(hosts))


def refuse_inviting(standing: Membership) -> None:
    """Raise NOT_HOST for who may not ask people in: guests, and members of a private room."""
    if not may_invite(standing):
        raise Refusal("NOT_HOST")


def may_invite(standing: Membership) -> bool:
    """Hosts always; accounts that belong to a public room too."""
    return standing.is_host or (standing.room.is_public and not standing.user.is_guest)


def _refuse_more_links(standing: Membership) -> None:
    count, most = len(links_for(standing)), MOST_LINKS if standing.is_host else MOST_OF_A_MEMBER
    if count >= most:
        raise Refusal("LINKS_FULL", count=count)


def _count_down(invitation: Invitation) -> None:
    if invitation.uses_left is None:
        return
    left = update(Invitation).where(Invitation.id == invitation.id, Invitation.uses_left > 0)
    taken = db.session.execute(left.values(uses_left=Invitation.uses_left - 1).returning(Invitation.id))
    if taken.scalar() is None:
        raise ended("spent")
    announce(LinksChanged(room_id=invitation.room_id))


def _revoke(room_id: int, which: ColumnElement[bool]) -> None:
    open_ones = (Invitation.room_id == room_id, Invitation.revoked_at.is_(None), which)
    ended_now = update(Invitation).where(*open_ones).values(revoked_at=clock.now()).returning(Invitation.id)
    if db.session.execute(ended_now).all():
        announce(LinksChanged(room_id=room_id))
