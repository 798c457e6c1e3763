"""The socket's door: `/ws`, and its twin for lines where sockets are blocked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import BadRequest

from .. import limits, log
from ..config import settings
from ..db import db
from ..errors import Refusal
from . import drain, partial, presence
from .connection import Connection
from .crowd import Crowd
from .feeds import Feeds
from .frame import envelope
from .handshake import BadHandshake
from .identity import Visitor, refuse_cross_site, visitor_of_request
from .redis_bus import make_bus
from .signals import signal
from .visit import admitted, serve, since

__all__ = ["bp", "install", "signal", "stop"]

bp = Blueprint("socket", __name__)


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
    """End the threads that `app` has started."""
    app.extensions["feeds"].stop()
    app.extensions["presence"].stop()


@bp.route("/ws", websocket=True)
def open_socket() -> Response:
    """A WebSocket that hears every `audience` asked for, and the person's own."""
    refuse_cross_site()
    visitor, is_api = visitor_of_request()
    _count(visitor)
    crowd: Crowd = current_app.extensions["crowd"]
    address = limits.address()
    crowd.reserve(address)
    try:
        connection = Connection(request.environ)
        connection.is_api, connection.address = is_api, address
        try:
            serve(connection, visitor)
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
    """What a socket would have brought after `since`, as a list that begins with its greeting."""
    visitor, is_api = visitor_of_request()
    if visitor is None:
        raise Refusal("UNAUTHENTICATED")
    _count(visitor)
    feeds: Feeds = current_app.extensions["feeds"]
    names, places, epoch = admitted(visitor), since(), log.epoch()
    heads: dict[str, int] = {}
    found: list[bytes] = []
    if request.args.get("epoch", epoch) != epoch:
        found.append(envelope("wire:reload", data={"reason": "epoch"}))
    for audience in dict.fromkeys(names.values()):
        parcels, heads[audience] = feeds.reader.missed(audience, places.get(audience))
        if parcels is None:
            found.append(envelope("wire:reload", audience=audience, data={"reason": "behind"}))
        found += [parcel.envelope(is_api) for parcel in parcels or ()]
    hello = envelope("wire:hello", data={"epoch": epoch, "heads": heads, "audiences": names})
    body = b"[" + b",".join([hello, *found]) + b"]"
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _count(visitor: Visitor | None) -> None:
    """Each time up to a thousand entries of the log are drawn anew for whoever asks."""
    if visitor is not None:
        limits.hit(*limits.CATCHING_UP, limits.of_user(visitor[0].id))


class HandedOver(Response):
    """Tells the server that the connection was taken over, in the words of each kind of server."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self.mode == "gunicorn":
            raise StopIteration
        if self.mode == "werkzeug":
            return super().__call__(environ, start_response)
        return []
