"""What is of no more use to anybody: swept out once an hour, by one of all processes."""

from __future__ import annotations

import logging
from collections.abc import Callable

from ..accounts.attempts import forget_old_attempts
from ..accounts.push import forget_signed_out
from ..chat.access import ended_with_pictures
from ..chat.actions import forget_attachments
from ..chat.pictures import remove_pictures_of
from ..db import db
from ..log import in_transaction
from ..rooms.actions import forget_old_knocks
from .caretaker import on_round
from .turns import take_turn

logger = logging.getLogger(__name__)
EVERY = 3600


@on_round
def sweep() -> None:
    """Old knocks, browsers that are signed out, forgotten attempts to sign in, pictures whose room's end was missed."""
    if not take_turn("sweep", EVERY):
        return
    for forget in (forget_old_knocks, forget_signed_out, forget_old_attempts):
        _try(in_transaction, forget)
    ended = ended_with_pictures()
    db.session.rollback()
    for room_id in ended:
        _try(remove_pictures, room_id)


def remove_pictures(room_id: int) -> None:
    """The files first: what breaks in between is found again by the rows."""
    remove_pictures_of(room_id)
    in_transaction(forget_attachments, room_id)


def _try(step: Callable[..., object], *args: object) -> None:
    """One that fails stops no other."""
    try:
        step(*args)
    except Exception:
        logger.exception("sweeping failed: %s", args)
        db.session.rollback()
