"""Coming into a room and going out of it."""

from __future__ import annotations

from sqlalchemy import update

from ... import clock
from ...accounts.models import User
from ...db import db
from ...errors import Refusal
from ...events import announce
from ..access import kicked, must_knock, refuse_if_over, refuse_uninvited, standing_in
from ..events import HostChanged, MemberJoined, MemberLeft, RoleChanged
from ..holding import hold
from ..invitations import invitation_for
from ..knocks import admission_for
from ..models import HOSTS, Membership, Room
from .inviting import accept_invitation, revoke_links_of
from .lifecycle import touch


def join_room(room: Room, user: User, proof: str | None = None, invitation_token: str | None = None) -> Membership:
    """The standing of `user` in `room`, made where there is none yet.

    `proof` is what `prove_password` gave. Who belongs to the room already comes back past lock,
    password and privacy, and so does who was let in by a host past the waiting room. Raises KICKED,
    INVITE_ONLY, ROOM_LOCKED, PASSWORD_REQUIRED, WAITING, ROOM_CLOSED.
    """
    hold(room.id)
    refuse_if_over(room)
    standing = standing_in(room, user.id)
    if standing is not None and standing.kicked_at is not None:
        raise kicked(standing)
    if standing is None or standing.left_at is not None:
        _pass_the_door(room, user, proof, invitation_token)
        standing = _enter(room, user, standing)
    touch(room)
    return standing


def leave_room(standing: Membership, heir: Membership | None = None) -> None:
    """Give up a standing; the owner's or host's rights go to `heir` where one is named.

    A room whose owner leaves without an heir keeps them as owner on paper: they may come back and
    reclaim it, and the succession of the host goes on by presence.
    """
    room = standing.room
    if heir is not None and heir.user_id != standing.user_id:
        hand_over(room, standing, heir, "handed-over")
    if standing.role == "owner":
        return
    revoke_links_of(standing)
    standing.left_at = clock.now()
    if standing.role in ("host", "cohost"):
        standing.role = standing.plain_role
    announce(MemberLeft(room_id=room.id, user_id=standing.user_id, actor_id=standing.user_id))


def hand_over(room: Room, giver: Membership, heir: Membership, how: str) -> None:
    """Make `heir` the host; who was host before (and not owner) is none any more."""
    before = standing_in(room, room.host_id)
    if before is not None and before.role == "host" and before.user_id != heir.user_id:
        set_role(before, before.plain_role, giver.user_id)
    if heir.role != "owner":
        set_role(heir, "host", giver.user_id)
    room.host_id = heir.user_id
    room.host_absent_since = None
    announce(HostChanged(room_id=room.id, host_id=heir.user_id, how=how, actor_id=giver.user_id))


def set_role(standing: Membership, role: str, actor_id: int) -> None:
    """Give a standing another role and say so; who is no host any more leaves no links behind."""
    if standing.is_host and role not in HOSTS:
        revoke_links_of(standing)
    standing.role = role
    announce(RoleChanged(room_id=standing.room_id, user_id=standing.user_id, role=role, actor_id=actor_id))


def promote_guest(user: User) -> None:
    """A guest has become an account: their standing says so too."""
    db.session.execute(
        update(Membership).where(Membership.user_id == user.id, Membership.role == "guest").values(role="member")
    )


def _pass_the_door(room: Room, user: User, proof: str | None, token: str | None) -> None:
    refuse_uninvited(room, user, token)
    invitation, admission = invitation_for(room, user, token), admission_for(room, user)
    if room.is_locked and room.owner_id != user.id:
        raise Refusal("ROOM_LOCKED")
    is_expected = invitation is not None or admission is not None or room.owner_id == user.id
    if room.has_password and not is_expected and proof != room.password_hash:
        raise Refusal("PASSWORD_REQUIRED")
    if must_knock(room, user):
        raise Refusal("WAITING")
    if invitation is not None:
        accept_invitation(invitation, user)
    if admission is not None:
        admission.state = "entered"


def _enter(room: Room, user: User, standing: Membership | None) -> Membership:
    if standing is None:
        standing = Membership(room_id=room.id, user_id=user.id, role="guest" if user.is_guest else "member")
        db.session.add(standing)
    standing.left_at = None
    standing.joined_at = clock.now()
    db.session.flush()
    announce(MemberJoined(room_id=room.id, user_id=user.id, actor_id=user.id))
    return standing
