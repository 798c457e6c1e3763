"""What hosts do to people, done at Daily: those who are there by a token that we cannot take back."""

from __future__ import annotations

from typing import Any

from ....rooms.models import Membership
from . import api
from .client import Daily
from .notes import note_ban, note_rights, rights_have_drifted
from .places import place_of
from .trouble import Missing
from .wishes import identity_of, may_send, person_behind, rights_in

Rights = dict[str, Any]
# So many can be put out at once.
MOST = 100


def put_out(daily: Daily, room_id: int, user_id: int, ban: bool) -> None:
    """End every tab of this person at Daily; a ban keeps their token from opening the same meeting again."""
    place = place_of(room_id)
    if place is None or place.url is None:
        return
    identities = [identity_of(user_id, bans) for bans in range(place.bans_of(user_id) + 1)]
    try:
        api.eject(daily, place.name, identities[-MOST:], ban)
    except Missing:
        return
    if ban:
        note_ban(room_id, user_id)


def silence(daily: Daily, room_id: int, standing: Membership) -> None:
    """Stop this person's microphone. They may switch it on again: so the right is taken, and given back."""
    user_id, allowed, rights = standing.user_id, rights_of(standing), rights_in(standing.room)
    kinds = ["video", "screenVideo", "screenAudio"] if allowed["canSend"] is True else allowed["canSend"] or []
    others = [kind for kind in kinds if kind != "audio"]
    # If this breaks in the middle, the caretaker's round gives everybody their rights again.
    is_sure = not rights_have_drifted(room_id)
    note_rights(room_id, None)
    grant(daily, room_id, {user_id: {"canSend": others or False}})
    grant(daily, room_id, {user_id: {"canSend": allowed["canSend"]}})
    if is_sure:
        note_rights(room_id, rights)


def grant(daily: Daily, room_id: int, rights: dict[int, Rights]) -> None:
    """Give these people these rights, in every tab of theirs that is there."""
    place = place_of(room_id)
    if place is None or place.url is None:
        return
    there = ((row["id"], person_behind(row.get("userId"))) for row in api.present_in(daily, place.name))
    wanted = {tab: rights[user_id] for tab, user_id in there if user_id in rights}
    if wanted:
        api.grant(daily, place.name, wanted)


def rights_of(standing: Membership) -> Rights:
    """What this person may do at Daily: hosts everything, others what the room's switches leave."""
    if standing.is_host:
        return {"canSend": True, "canAdmin": ["participants"]}
    return {"canSend": may_send(standing.room), "canAdmin": False}
