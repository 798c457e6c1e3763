"""What becomes of a seat as the sockets it hangs on go on, come back and are gone."""

from __future__ import annotations

import time

from flask import current_app

from ..log import transaction
from ..realtime.connection import Connection
from ..realtime.presence import on_departure, on_renewal
from ..realtime.redis_line import OPEN_SECONDS
from . import actions
from .access import known_participants

COME_BACK = 1012
# After a break the other processes publish again this much later at the latest.
SETTLED = 2 * OPEN_SECONDS


@on_renewal
def renew_seats(connections: list[Connection]) -> None:
    """The sockets are alive, so are the seats that hang on them."""
    seated = {each: each.state["participant"] for each in connections if "participant" in each.state}
    with transaction():
        actions.renew(seated.values())
        known = known_participants(seated.values())
    for connection, participant in seated.items():
        if participant not in known or _may_have_missed(connection):
            _send_back(connection)


@on_departure
def shorten_seat(connection: Connection) -> None:
    """The line is gone: a reload has its grace, then the seat is free.

    A line that broke unseen is noticed long after its page has come back by another: then nothing is.
    """
    participant = connection.state.get("participant")
    if participant is not None and not _is_held(participant):
        with transaction():
            actions.shorten(participant)


def _is_held(participant: str) -> bool:
    return any(each.state.get("participant") == participant for each in current_app.extensions["crowd"].everybody())


def _may_have_missed(connection: Connection) -> bool:
    """Whether the bus broke since this page heard who is there: cameras switched and reloads meanwhile are in no log."""
    troubled = current_app.extensions["bus"].troubled_at
    return bool(connection.state["listed_at"] - SETTLED < troubled < time.monotonic() - SETTLED)


def _send_back(connection: Connection) -> None:
    """The page comes back, sits down anew if its seat lapsed unseen, and hears who is there."""
    del connection.state["participant"]
    connection.hang_up(COME_BACK, "come back")
