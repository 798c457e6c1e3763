"""The hosted provider: Daily carries the media, its page fills the stage, ours stands beside it."""

from __future__ import annotations

from typing import Any

from .... import clock
from ....db import db
from ....log import transaction
from ....rooms.access import standing_with
from ....rooms.holding import hold
from ...access import participant_in
from ...models import Call, Participant
from . import api
from .client import Daily
from .places import ensure
from .wishes import token_for

__all__ = ["PROVIDER", "Hosted"]


class Hosted:
    """A private room at Daily for each room of ours, and a token for each participant."""

    name = "daily"

    def ticket(self, call: Call, participant: Participant) -> dict[str, Any]:
        """The room's address and this participant's token. Raises DailyTrouble; holds no transaction meanwhile."""
        room_id, user_id, participant_id = call.room_id, participant.user_id, participant.id
        daily = Daily()
        place = ensure(daily, room_id)
        standing = standing_with(user_id, room_id)
        bans = place.bans_of(user_id)
        wanted = token_for(participant_in(room_id, participant_id), standing, place.name, place.end, bans)
        db.session.rollback()
        token = api.create_token(daily, wanted)
        _begin_to_count(room_id, participant_id)
        return {"provider": self.name, "url": place.url, "token": token, "user_name": wanted["user_name"]}


PROVIDER = Hosted()


def _begin_to_count(room_id: int, participant_id: str) -> None:
    """From here on this participant's time is Daily's, and costs."""
    with transaction():
        hold(room_id)  # the call may be moved at this moment: then nothing is counted any more
        seat = db.session.get(Participant, participant_id)
        if seat is not None and seat.daily_since is None and seat.call.provider == PROVIDER.name:
            seat.daily_since = clock.now()
