"""The JSON API, door by door."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

from . import cors, events, health, hosting, knocking, making, membership, messages, people, rooms, sessions
from .document import Api, configure

DOORS = (making, rooms, membership, knocking, hosting, messages, events, people, sessions, health)


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Open the API. It believes bearer tokens and no cookies, so there is nothing to forge."""
    configure(app)
    api = Api(app)
    for door in DOORS:
        csrf.exempt(door.bp)
        api.register_blueprint(door.bp)
    cors.install(app)
    app.after_request(_keep_out_of_caches)


def _keep_out_of_caches(response: Response) -> Response:
    """Answers carry tokens and what people said."""
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
