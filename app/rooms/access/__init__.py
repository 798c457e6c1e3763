"""Finders of rooms and memberships: what a person may see follows from them."""

from .finding import (
    belongs,
    host_membership_for,
    is_locked_out,
    kicked,
    membership_for,
    must_knock,
    refuse_former,
    refuse_if_over,
    refuse_uninvited,
    room_for,
    standing_with,
)
from .lists import history_of, memberships_of, rooms_of, saved_rooms_of
from .people import kicked_from, member_of, members_of, share_a_room, standing_in

__all__ = [
    "belongs",
    "history_of",
    "host_membership_for",
    "is_locked_out",
    "kicked",
    "kicked_from",
    "member_of",
    "members_of",
    "membership_for",
    "memberships_of",
    "must_knock",
    "refuse_former",
    "refuse_if_over",
    "refuse_uninvited",
    "room_for",
    "rooms_of",
    "saved_rooms_of",
    "share_a_room",
    "standing_in",
    "standing_with",
]
