"""The caller and their rooms."""

from __future__ import annotations

from typing import Any

from ..calls.access import seat_counts
from ..rooms.access import memberships_of
from . import auth
from .answers import Me, RoomLists
from .door import Door
from .faces import listed_face, own_face

bp = Door("people", "The caller")


@bp.route("/me")
@bp.response(200, Me)
@bp.refuses("UNAUTHENTICATED", "INVALID_TOKEN")
def show_me() -> dict[str, Any]:
    """Who the token is for."""
    who = auth.known(auth.person())
    return own_face(who.user, who.room_code)


@bp.route("/user/rooms")
@bp.response(200, RoomLists)
@bp.refuses("UNAUTHENTICATED", "INVALID_TOKEN")
def list_rooms() -> dict[str, Any]:
    """List the rooms that one owns and those that one has joined, the liveliest first.

    With a token for one room, that room alone.
    """
    who = auth.known(auth.person())
    standings = [each for each in memberships_of(who.user) if who.may_use(each.room.code)]
    counts = seat_counts([standing.room_id for standing in standings])
    faces = [(each.role == "owner", listed_face(each, counts.get(each.room_id, 0))) for each in standings]
    return {
        "created": [face for is_theirs, face in faces if is_theirs],
        "joined": [face for is_theirs, face in faces if not is_theirs],
    }
