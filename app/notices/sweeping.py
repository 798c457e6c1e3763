"""What is of no more use to anybody: swept out once an hour, by one of all processes."""

from __future__ import annotations

import logging

from ..accounts.attempts import forget_old_attempts
from ..accounts.push import forget_signed_out
from ..db import db
from ..log import in_transaction
from ..rooms.actions import forget_old_knocks
from .caretaker import on_round
from .turns import take_turn

logger = logging.getLogger(__name__)
EVERY = 3600


@on_round
def sweep() -> None:
    """Old knocks, browsers that are signed out, and forgotten attempts to sign in; one that fails stops no other."""
    if not take_turn("sweep", EVERY):
        return
    for forget in (forget_old_knocks, forget_signed_out, forget_old_attempts):
        try:
            in_transaction(forget)
        except Exception:
            logger.exception("%s failed", forget.__qualname__)
            db.session.rollback()
