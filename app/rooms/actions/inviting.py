"""Asking people in: by name, or by a link that only its hash remembers."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update

from ... import clock
from ...accounts.models import User
from ...db import db
from ...errors import Refusal
from ...events import announce
from ..access import standing_in, token_hash
from ..events import InvitationSent
from ..models import Invitation, Membership, Room

LIFETIME = timedelta(days=7)


def invite(standing: Membership, user: User) -> Invitation:
    """Ask `user` into the room by name. In a private room only its hosts may."""
    room = standing.room
    refuse_inviting(standing)
    theirs = standing_in(room, user.id)
    if theirs is not None and theirs.kicked_at is not None:
        raise Refusal("FORBIDDEN")
    invitation = Invitation(room_id=room.id, user_id=user.id, created_by_id=standing.user_id, expires_at=_end())
    db.session.add(invitation)
    db.session.flush()
    announce(InvitationSent(room_id=room.id, user_id=user.id, invitation_id=invitation.id, actor_id=standing.user_id))
    return invitation


def make_invitation_link(standing: Membership, uses: int | None = None) -> str:
    """The token (192 bits) of a new link; it is shown once and kept hashed."""
    refuse_inviting(standing)
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        room_id=standing.room_id,
        token_hash=token_hash(token),
        created_by_id=standing.user_id,
        expires_at=_end(),
        uses_left=uses,
    )
    db.session.add(invitation)
    db.session.flush()
    return token


def accept_invitation(invitation: Invitation) -> None:
    """Use it once: by name it is spent, a link counts down where it counts."""
    if invitation.user_id is not None:
        invitation.uses_left = 0
    elif invitation.uses_left is not None:
        invitation.uses_left -= 1


def revoke_invitations(room: Room, user_id: int) -> None:
    """Close what a removed person could come back with: invitations to them and links of theirs."""
    theirs = (Invitation.user_id == user_id) | (Invitation.created_by_id == user_id)
    db.session.execute(
        update(Invitation)
        .where(Invitation.room_id == room.id, theirs, Invitation.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def refuse_inviting(standing: Membership) -> None:
    """Raise NOT_HOST for who may not ask people in: guests, and members of a private room."""
    if not standing.is_host and (standing.user.is_guest or not standing.room.is_public):
        raise Refusal("NOT_HOST")


def _end() -> datetime:
    return clock.now() + LIFETIME
