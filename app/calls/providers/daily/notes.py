"""What is noted of the people in a room at Daily, beside what it was told of the room itself."""

from __future__ import annotations

from typing import Any

from ....db import db
from ....log import transaction
from ...models import DailyRoom
from .wishes import rights_in


def rights_have_drifted(room_id: int) -> bool:
    """Whether those who are there were given other rights than they should have, as far as we know."""
    noted = db.session.get(DailyRoom, room_id)
    is_other = noted is not None and noted.url is not None and noted.told.get("rights") != rights_in(noted.room)
    db.session.rollback()
    return is_other


def note_rights(room_id: int, rights: list[Any] | None) -> None:
    """What the rights of those who are there follow from now; None while that is not sure."""
    with transaction():
        noted = db.session.get(DailyRoom, room_id, with_for_update=True)
        if noted is not None:
            noted.told = noted.told | {"rights": rights}


def note_ban(room_id: int, user_id: int) -> None:
    """Whoever is let back in later has to be another to Daily."""
    with transaction():
        noted = db.session.get(DailyRoom, room_id, with_for_update=True)
        if noted is not None:
            bans = noted.told.get("bans", {})
            noted.told = noted.told | {"bans": bans | {str(user_id): bans.get(str(user_id), 0) + 1}}
