"""The page that waits to be let in, and what it says of the answer."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template

from .. import clock
from ..accounts.models import User
from ..log import transaction
from ..rooms.access import must_knock
from ..rooms.actions import see
from ..rooms.knocks import last_knock, wait_after_a_no
from ..rooms.models import Knock, Room

REMEMBERED = timedelta(minutes=10)
PATIENT = timedelta(minutes=2)
SHOWN = ("waiting", "admitted", "declined", "expired")


def knock_to_show(room: Room, user: User | None) -> Knock | None:
    """The viewer's knock, as long as there is something to say about it."""
    last = last_knock(room, user)
    if last is None or last.state not in SHOWN:
        return None
    if last.state in ("declined", "expired"):
        is_news = (last.answered_at or last.seen_at) > clock.now() - REMEMBERED
        return last if is_news and must_knock(room, user) else None
    return last if last.state == "waiting" or not must_knock(room, user) else None


def waiting_page(knock: Knock, *, is_secret: bool) -> str:
    """What waits, was let in or was declined; looking at it is a sign of life."""
    with transaction():
        see(knock)
    return render_template(
        "rooms/waiting.html",
        room=knock.room,
        knock=knock,
        is_secret=is_secret,
        is_long=knock.created_at < clock.now() - PATIENT,
        patience=int(PATIENT.total_seconds()),
        wait=wait_after_a_no(knock),
    )
