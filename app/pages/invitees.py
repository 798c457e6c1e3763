"""Whom one may ask into a room by name: one's friends, and why some of them cannot be asked just now."""

from __future__ import annotations

from typing import NamedTuple

from ..accounts.models import User
from ..calls.access import people_inside
from ..friends.access import friends_of
from ..realtime.presence import online
from ..rooms.access import kicked_from
from ..rooms.invitations import invited_to
from ..rooms.models import Membership


class Invitee(NamedTuple):
    """A friend; `why_not` is a word where asking them again would be of no use."""

    user: User
    here: bool
    why_not: str


def invitees(standing: Membership) -> list[Invitee]:
    """This person's friends: who can be asked on top, and of those who is online."""
    user, room = standing.user, standing.room
    if user.is_guest:
        return []
    friends = friends_of(user)
    here = online([friend.id for friend in friends])
    why = dict.fromkeys(invited_to(standing), "Invited")
    why |= {seat.user_id: "Inside" for seat in people_inside([room.id]).get(room.id, [])}
    why |= {standing.user_id: "Removed" for standing in kicked_from(room)}
    rows = [Invitee(friend, friend.id in here, why.get(friend.id, "")) for friend in friends]
    return sorted(rows, key=lambda row: (bool(row.why_not), not row.here))
