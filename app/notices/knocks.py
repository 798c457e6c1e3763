"""What ends knocks: time, and the end of their room."""

from __future__ import annotations

import logging

from ..accounts.events import UserDeleted, UserDisabled
from ..db import db
from ..events import on
from ..log import in_transaction
from ..rooms.actions import end_knocks_in, expire_knock
from ..rooms.events import RoomClosed
from ..rooms.knocks import given_up, waiting_for
from ..rooms.models import Room
from .caretaker import on_round

logger = logging.getLogger(__name__)


@on_round
def mind_the_door() -> None:
    """Knocks whose page is gone are no longer shown to anybody."""
    _expire(given_up())


@on(RoomClosed)
def nobody_waits_at_a_closed_room(event: RoomClosed) -> None:
    in_transaction(_end_all, event.room_id)


@on(UserDisabled, UserDeleted)
def nobody_waits_without_an_account(event: UserDisabled | UserDeleted) -> None:
    _expire(waiting_for(event.user_id))


def _end_all(room_id: int) -> None:
    end_knocks_in(db.session.get_one(Room, room_id))


def _expire(knock_ids: list[int]) -> None:
    for knock_id in knock_ids:
        try:
            in_transaction(expire_knock, knock_id)
        except Exception:
            logger.exception("knock %s could not be ended", knock_id)
