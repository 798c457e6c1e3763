"""The socket's door: `/ws`, who may come in, what they hear and say; and its twin for blocked lines."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from simple_websocket import ConnectionClosed
from werkzeug.exceptions import BadRequest

from .. import log
from ..config import settings
from ..db import db
from ..errors import Refusal
from . import drain, partial, presence
from .audience import admit
from .bus import make_bus
from .connection import BadHandshake, Connection
from .crowd import Crowd
from .feeds import Feeds
from .frame import envelope
from .identity import Visitor, refuse_cross_site, visitor_of_frame, visitor_of_request
from .signals import dispatch, refuse, signal

__all__ = ["bp", "install", "signal"]

logger = logging.getLogger(__name__)
bp = Blueprint("socket", __name__)

AUTH_SECONDS = 10.0
HEADS_SECONDS = 15.0
FINAL = {401: 4401, 403: 4403, 404: 4404, 410: 4404, 423: 4403, 429: 4429}


def install(app: Flask) -> None:
    """Give `app` its bus, feeds and presence, and open the door. No thread starts before a socket comes."""
    bus = make_bus(settings().redis_url)
    crowd = Crowd()
    app.extensions |= {"bus": bus, "crowd": crowd, "feeds": Feeds(app, bus)}
    presence.install(app, crowd)
    partial.install(app)
    drain.install(crowd)
    app.register_blueprint(bp)


def stop(app: Flask) -> None:
    """End the threads that `app` has started; for tests."""
    app.extensions["feeds"].stop()
    app.extensions["presence"].stop()


@bp.route("/ws", websocket=True)
def open_socket() -> Response:
    """A WebSocket that hears every `audience` asked for, and the person's own."""
    refuse_cross_site()
    visitor, is_api = visitor_of_request()
    crowd: Crowd = current_app.extensions["crowd"]
    address = request.remote_addr or "unknown"
    crowd.reserve(address)
    try:
        connection = Connection(request.environ)
        connection.is_api, connection.address = is_api, address
        try:
            _serve(connection, visitor)
        finally:
            connection.finish()
    except BadHandshake as error:
        raise BadRequest(str(error)) from error
    finally:
        db.session.remove()
        crowd.release(address)
    return HandedOver(connection.mode)


@bp.get("/ws/since")
def missed() -> Response:
    """What a socket would have brought since `since`, as a list, where sockets are blocked."""
    visitor, is_api = visitor_of_request()
    if visitor is None:
        raise Refusal("UNAUTHENTICATED")
    feeds: Feeds = current_app.extensions["feeds"]
    names, since, epoch = _admitted(visitor), _since(), log.epoch()
    found: list[bytes] = []
    heads = {}
    for audience in dict.fromkeys(names.values()):
        parcels, heads[audience] = feeds.missed(audience, since.get(audience))
        if parcels is None or request.args.get("epoch", epoch) != epoch:
            parcels = []
            found.append(envelope("wire:reload", audience=audience, data={"reason": "behind"}))
        found += [parcel.envelope(is_api) for parcel in parcels]
    hello = envelope("wire:hello", data={"epoch": epoch, "heads": heads, "audiences": names})
    response = Response(b"[" + b",".join([hello, *found]) + b"]", mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _serve(connection: Connection, visitor: Visitor | None) -> None:
    """From the handshake to the end; every way out says why."""
    try:
        if not _let_in(connection, visitor):
            return
        try:
            presence.arrive(connection)
            _converse(connection)
        finally:
            _let_out(connection)
    except ConnectionClosed:
        pass
    except Exception:
        logger.exception("a socket failed")
        connection.hang_up(1011, "our fault")


def _let_in(connection: Connection, visitor: Visitor | None) -> bool:
    try:
        if visitor is None:
            connection.is_api = True
            visitor = visitor_of_frame(connection.receive(AUTH_SECONDS))
        connection.names = _admitted(visitor)
    except Refusal as refusal:
        refuse(connection, refusal)
        connection.hang_up(FINAL.get(refusal.status, 1011), refusal.code)
        return False
    user, session = visitor
    connection.user_id, connection.session_id = user.id, session.id if session else None
    epoch = log.epoch()
    # Given back now: a socket lives for hours and must not keep a database connection.
    db.session.remove()
    if not current_app.extensions["crowd"].enter(connection):
        connection.hang_up(4429, "too many sockets")
        return False
    _follow(connection, epoch)
    return True


def _follow(connection: Connection, epoch: str) -> None:
    feeds: Feeds = current_app.extensions["feeds"]
    connection.feeds = feeds
    since = _since()
    if request.args.get("epoch", epoch) != epoch:
        since = {}
        connection.send_envelope("wire:reload", data={"reason": "epoch"})
    for audience in dict.fromkeys(connection.names.values()):
        feeds.follow(connection, audience, since.get(audience))
    data = {"epoch": epoch, "heads": feeds.heads(connection), "connection": connection.id}
    connection.send_envelope("wire:hello", data=data | {"audiences": connection.names})


def _converse(connection: Connection) -> None:
    """Hear what comes; say how far the logs have come even when nothing happens."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    next_heads = time.monotonic() + HEADS_SECONDS
    while True:
        message = connection.receive(max(0.0, next_heads - time.monotonic()))
        if message is None:
            next_heads += HEADS_SECONDS
            connection.send_envelope("wire:heads", data={"heads": connection.feeds.heads(connection)})
        elif isinstance(message, bytes):
            connection.hang_up(1003, "text only")
        else:
            with app.app_context():
                dispatch(connection, message)


def _let_out(connection: Connection) -> None:
    current_app.extensions["crowd"].leave(connection)
    current_app.extensions["feeds"].forget(connection)
    presence.depart(connection)


def _admitted(visitor: Visitor) -> dict[str, str]:
    """The audiences asked for, by the names they were asked for; raises Refusal for any that is not theirs."""
    asked = dict.fromkeys([*request.args.getlist("audience"), "user:me"])
    return {name: admit(*visitor, name) for name in asked}


def _since() -> dict[str, int]:
    """`since=room:12@57`, as often as there are audiences."""
    pairs = (each.rpartition("@") for each in request.args.getlist("since"))
    return {audience: int(seq) for audience, _, seq in pairs if seq.isdecimal()}


class HandedOver(Response):
    """Tells the server that the connection was taken over, in the words of each kind of server."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # type: ignore[override]
        if self.mode == "gunicorn":
            raise StopIteration
        if self.mode == "werkzeug":
            return super().__call__(environ, start_response)
        return []
