"""The socket's address of a page: what it follows, and from where on."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, g, request
from flask_login import current_user

from .. import log
from ..answers import is_fragment
from ..realtime.audience import room_audience, user_audience
from ..rooms.models import Room


def install(app: Flask) -> None:
    """Give every whole page of somebody signed in a `wire_url`; the head is read before the data."""
    app.before_request(_follow_oneself)
    app.context_processor(lambda: {"wire_url": g.get("wire_url")})


def follow(room: Room) -> None:
    """Let the present page hear `room` too; to be called before any of its data is read."""
    g.wire_url = _url({f"room:{room.code}": room_audience(room.id), "user:me": user_audience(current_user.id)})


def _follow_oneself() -> None:
    wants_page = request.method == "GET" and not is_fragment() and "text/html" in request.headers.get("Accept", "")
    if wants_page and current_user.is_authenticated:
        g.wire_url = _url({"user:me": user_audience(current_user.id)})


def _url(audiences: dict[str, str]) -> str:
    heads = log.heads(audiences.values())
    asked = [("audience", name) for name in audiences]
    since = [("since", f"{audience}@{head}") for audience, head in heads.items()]
    return "/ws?" + urlencode([*asked, *since, ("epoch", log.epoch())], safe=":@")
