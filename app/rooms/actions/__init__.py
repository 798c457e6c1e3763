"""Every write of rooms, by subject."""

from .hosting import (
    change_settings,
    claim_host,
    forgive,
    kick,
    make_cohost,
    miss_host,
    mute,
    refuse_cohosts,
    request_unmute,
    set_lock,
    succeed_host,
    transfer_host,
    unmake_cohost,
    welcome_host_back,
)
from .inviting import accept_invitation, invite, make_invitation_link, revoke_invitations
from .lifecycle import act, close_room, create_room, delete_room, expire_room, refuse_creation, save_room, touch
from .membership import join_room, leave_room, promote_guest

__all__ = [
    "accept_invitation",
    "act",
    "change_settings",
    "claim_host",
    "close_room",
    "create_room",
    "delete_room",
    "expire_room",
    "forgive",
    "invite",
    "join_room",
    "kick",
    "leave_room",
    "make_cohost",
    "make_invitation_link",
    "miss_host",
    "mute",
    "promote_guest",
    "refuse_cohosts",
    "refuse_creation",
    "request_unmute",
    "revoke_invitations",
    "save_room",
    "set_lock",
    "succeed_host",
    "touch",
    "transfer_host",
    "unmake_cohost",
    "welcome_host_back",
]
