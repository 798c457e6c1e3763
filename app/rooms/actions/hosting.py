"""What hosts do, and how a room gets a new one."""

from __future__ import annotations

from ... import clock
from ...errors import Refusal
from ...events import announce
from ..events import (
    HostReturned,
    HostVanished,
    MemberForgiven,
    MemberKicked,
    MemberMuted,
    RoomLocked,
    UnmuteRequested,
)
from ..models import Membership, Room
from .inviting import revoke_invitations
from .membership import hand_over, set_role


def kick(by: Membership, target: Membership, reason: str = "") -> None:
    """Remove a person; they stay out until forgiven or the room ends. Raises CANNOT_KICK_SELF."""
    if by.user_id == target.user_id:
        raise Refusal("CANNOT_KICK_SELF")
    _refuse_equals(by, target)
    if target.room.host_id == target.user_id:
        hand_over(target.room, by, by, "reclaimed")
    target.kicked_at = clock.now()
    target.kicked_by_id = by.user_id
    target.kick_reason = reason
    target.role = target.plain_role
    revoke_invitations(target.room, target.user_id)
    announce(MemberKicked(room_id=target.room_id, user_id=target.user_id, reason=reason, actor_id=by.user_id))


def forgive(by: Membership, target: Membership) -> None:
    """Let a removed person come back."""
    _refuse_others(by)
    if target.kicked_at is None:
        return
    target.kicked_at = None
    target.left_at = clock.now()
    announce(MemberForgiven(room_id=target.room_id, user_id=target.user_id, actor_id=by.user_id))


def mute(by: Membership, target: Membership) -> None:
    """Switch a person's microphone off. They may switch it on again themselves: nobody else can."""
    _refuse_equals(by, target)
    target.is_muted = True
    announce(MemberMuted(room_id=target.room_id, user_id=target.user_id, actor_id=by.user_id))


def request_unmute(by: Membership, target: Membership) -> None:
    """Ask a person to switch their microphone on."""
    _refuse_equals(by, target)
    announce(UnmuteRequested(room_id=target.room_id, user_id=target.user_id, actor_id=by.user_id))


def set_lock(by: Membership, is_locked: bool) -> None:
    """Keep newcomers out, or let them in again."""
    _refuse_others(by)
    if by.room.is_locked == is_locked:
        return
    by.room.is_locked = is_locked
    announce(RoomLocked(room_id=by.room_id, is_locked=is_locked, actor_id=by.user_id))


def transfer_host(by: Membership, heir: Membership) -> None:
    """Make another person the host; the owner may take it back any time. Raises ALREADY_HOST."""
    refuse_cohosts(by)
    if by.room.host_id == heir.user_id:
        raise Refusal("ALREADY_HOST", name=heir.user.display_name)
    hand_over(by.room, by, heir, "reclaimed" if heir.role == "owner" else "transferred")


def make_cohost(by: Membership, target: Membership) -> None:
    """Share the host controls with a person; twice is once. Raises ALREADY_HOST of who has them anyway."""
    refuse_cohosts(by)
    if target.role == "cohost":
        return
    if target.role in ("host", "owner"):
        raise Refusal("ALREADY_HOST", name=target.user.display_name)
    set_role(target, "cohost", by.user_id)


def unmake_cohost(by: Membership, target: Membership) -> None:
    """Take the host controls back."""
    refuse_cohosts(by)
    if target.role == "cohost":
        set_role(target, target.plain_role, by.user_id)


def miss_host(room: Room) -> None:
    """The host's line is gone: the minute of grace begins."""
    if room.host_absent_since is None:
        room.host_absent_since = clock.now()
        announce(HostVanished(room_id=room.id, host_id=room.host_id, actor_id=room.host_id))


def welcome_host_back(room: Room) -> None:
    """The host is here again before anybody took over."""
    if room.host_absent_since is not None:
        room.host_absent_since = None
        announce(HostReturned(room_id=room.id, host_id=room.host_id, actor_id=room.host_id))


def claim_host(by: Membership) -> None:
    """Take over from a host who is gone, before the grace has run out. Raises CONFLICT when they are back."""
    room = by.room
    if room.host_id == by.user_id:
        raise Refusal("ALREADY_HOST", name=by.user.display_name)
    if by.role == "owner":
        hand_over(room, by, by, "reclaimed")
        return
    if room.host_absent_since is None:
        raise Refusal("CONFLICT")
    hand_over(room, by, by, "claimed")


def succeed_host(room: Room, present: list[Membership]) -> None:
    """The grace is over: the longest-present takes over, owner and co-hosts first, guests last."""
    ranks = {"owner": 0, "cohost": 1, "host": 1, "member": 1, "guest": 2}
    heirs = sorted((m for m in present if m.is_current), key=lambda m: ranks[m.role])
    if heirs:
        hand_over(room, heirs[0], heirs[0], "succeeded")


def refuse_cohosts(by: Membership) -> None:
    """Raise NOT_HOST for everybody but the owner and the host: co-hosts do not choose hosts or end rooms."""
    if by.role not in ("owner", "host"):
        raise Refusal("NOT_HOST")


def _refuse_equals(by: Membership, target: Membership) -> None:
    _refuse_others(by)
    if not by.outranks(target) and by.user_id != target.user_id:
        raise Refusal("TARGET_OUTRANKS", name=target.user.display_name)


def _refuse_others(by: Membership) -> None:
    if not by.is_host:
        raise Refusal("NOT_HOST")
