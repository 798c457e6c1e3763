"""Room passwords: bcrypt, outside of any transaction."""

from __future__ import annotations

import bcrypt

from ..errors import Refusal
from ..limits import WRONG_PASSWORDS, hit, refuse_spent
from ..native import offload
from .models import Room

ROUNDS = 11


def hash_password(password: str | None) -> str | None:
    """The bcrypt hash to keep (None for none). More than 72 bytes were refused before: see wishes."""
    if password is None:
        return None
    return offload(bcrypt.hashpw, password.encode(), bcrypt.gensalt(ROUNDS)).decode()


def prove_password(room: Room, typed: str | None) -> str | None:
    """The hash that `typed` matches, to be shown to `join_room`; None where nothing was typed.

    Raises PASSWORD_INVALID, and RATE_LIMITED where this room's was guessed too often, from wherever.
    Slow on purpose, hence done before the transaction begins.
    """
    kept = room.password_hash
    if kept is None or not typed:
        return None
    refuse_spent(*WRONG_PASSWORDS, f"room:{room.id}")
    if len(typed.encode()) > 72 or not offload(bcrypt.checkpw, typed.encode(), kept.encode()):
        hit(*WRONG_PASSWORDS, f"room:{room.id}")
        raise Refusal("PASSWORD_INVALID")
    return kept
