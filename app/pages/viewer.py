"""Who stands in front of a room's door, and what they may know of it."""

from __future__ import annotations

from flask import session
from flask_login import current_user

from ..accounts.models import User
from ..errors import Refusal
from ..rooms.access import refuse_uninvited, standing_in
from ..rooms.knocks import last_knock
from ..rooms.models import Room


def viewer() -> User | None:
    """Whoever is signed in on this browser."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def user_for(room: Room) -> User | None:
    """The same; a guest of another room counts for nobody here and gives a name anew."""
    user = viewer()
    if user is not None and user.is_guest and standing_in(room, user.id) is None and last_knock(room, user) is None:
        return None
    return user


def is_secret(room: Room) -> bool:
    """Whether the viewer may at most knock at this room, but not know what it is called or who is there."""
    try:
        refuse_uninvited(room, viewer(), session.get("invitation"))
    except Refusal:
        return True
    return False
