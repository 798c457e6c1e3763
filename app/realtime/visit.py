"""One socket from the handshake to its end: who it is, what it hears, what it says."""

from __future__ import annotations

import logging
import time
from typing import Any

from flask import Flask, current_app, request
from simple_websocket import ConnectionClosed

from .. import log
from ..db import db
from ..errors import Refusal
from ..limits import DOUBTS
from . import presence
from .audience import admit
from .connection import Connection
from .feeds import Feeds
from .identity import Visitor, ended_sessions, visitor_of_frame
from .signals import dispatch, refuse, signal

logger = logging.getLogger(__name__)

AUTH_SECONDS = 10.0
HEADS_SECONDS = 15.0
# Not 0: gevent runs fifty greenlets that slept for nothing before it looks at who else has written.
TURN_SECONDS = 0.0001
# 4000 and above is final: a page does not come back from it by itself.
FINAL = {401: 4401, 403: 4403, 404: 4404, 410: 4404, 423: 4403, 429: 4429}


def serve(connection: Connection, visitor: Visitor | None) -> None:
    """Returns when the socket has ended; every way out has said why."""
    try:
        known = _let_in(connection, visitor)
        if known is None:
            return
        try:
            if _follow(connection, known):
                presence.arrive(connection)
                _converse(connection)
        finally:
            _let_out(connection)
    except ConnectionClosed:
        pass
    except Exception:
        logger.exception("a socket failed")
        connection.hang_up(1011, "our fault")


def admitted(visitor: Visitor) -> dict[str, str]:
    """The audiences that the request asks for, by the names it gives them, and the person's own.

    Raises Refusal where any of them is not theirs: such a page is out of date.
    """
    asked = dict.fromkeys([*request.args.getlist("audience"), "user:me"])
    return {name: admit(*visitor, name) for name in asked}


def since() -> dict[str, int]:
    """`since=room:12@57`, as often as there are audiences; none of it where the epoch is another."""
    if request.args.get("epoch", log.epoch()) != log.epoch():
        return {}
    pairs = (each.rpartition("@") for each in request.args.getlist("since"))
    return {audience: int(seq) for audience, _, seq in pairs if seq.isdecimal() and len(seq) < 16}


def _let_in(connection: Connection, visitor: Visitor | None) -> Visitor | None:
    try:
        if visitor is None:
            connection.is_api = True
            visitor = visitor_of_frame(connection.receive(AUTH_SECONDS))
        connection.names = admitted(visitor)
    except Refusal as refusal:
        _turn_away(connection, refusal)
        return None
    user, session = visitor
    connection.user_id, connection.session_id = user.id, session.id if session else None
    if not current_app.extensions["crowd"].enter(connection):
        connection.hang_up(4429, "too many sockets")
        return None
    return visitor


def _turn_away(connection: Connection, refusal: Refusal) -> None:
    refuse(connection, refusal)
    connection.hang_up(FINAL.get(refusal.status, 1011), refusal.code)


def _follow(connection: Connection, visitor: Visitor) -> bool:
    """Begin to hear; False for whom the door was closed meanwhile: what ended them found no ear here yet."""
    feeds: Feeds = current_app.extensions["feeds"]
    connection.feeds = feeds
    epoch, places = log.epoch(), since()
    if request.args.get("epoch", epoch) != epoch:
        connection.send_envelope("wire:reload", data={"reason": "epoch"})
    # Given back now: following may take long, and what was decided before is then decided on fresh rows.
    db.session.rollback()
    for audience in dict.fromkeys(connection.names.values()):
        feeds.follow(connection, audience, places.get(audience))
    try:
        _refuse_ended(visitor)
    except Refusal as refusal:
        _turn_away(connection, refusal)
        return False
    data = {"epoch": epoch, "heads": feeds.heads(connection), "connection": connection.id}
    connection.send_envelope("wire:hello", data=data | {"audiences": connection.names})
    return True


def _refuse_ended(visitor: Visitor) -> None:
    """Raise what the visitor would hear if they came only now.

    The database session goes back for good: a socket lives for hours and must not keep a connection.
    """
    try:
        admitted(visitor)
        session = visitor[1]
        if session is not None and ended_sessions({session.id}):
            raise Refusal("UNAUTHENTICATED")
    finally:
        db.session.remove()


def _converse(connection: Connection) -> None:
    """Hear what comes; say how far the logs have come even when nothing happens."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    next_heads = time.monotonic() + HEADS_SECONDS
    while True:
        message = connection.receive(max(0.0, next_heads - time.monotonic()))
        if message is None:
            next_heads += HEADS_SECONDS
            _tell_heads(connection)
        elif isinstance(message, bytes):
            connection.hang_up(1003, "text only")
        else:
            with app.app_context():
                dispatch(connection, message)
            # Under gevent nothing else yields while more of this socket's messages are at hand.
            time.sleep(TURN_SECONDS)


@signal("wire:heads", limit=DOUBTS)
def answer(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    """Somebody doubts that this line still holds."""
    _tell_heads(connection)


def _tell_heads(connection: Connection) -> None:
    feeds: Feeds = current_app.extensions["feeds"]
    connection.send_envelope("wire:heads", data={"heads": feeds.heads(connection)})


def _let_out(connection: Connection) -> None:
    current_app.extensions["crowd"].leave(connection)
    current_app.extensions["feeds"].forget(connection)
    presence.depart(connection)
