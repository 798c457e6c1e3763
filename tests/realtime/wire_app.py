"""A small application on the real wire: one event, people who are named by a header or a token.

Served by gunicorn in the tests, always in a process of its own: it speaks for accounts and rooms.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, current_app, jsonify, request, send_from_directory

from app import db as database
from app import log
from app.config import Settings, activate
from app.db import db
from app.errors import Refusal
from app.events import Event, announce
from app.log import transaction
from app.realtime import drain, identity, presence, socket
from app.realtime.audience import doorkeeper
from app.realtime.broadcast import Broadcast, HangUp, broadcast, push
from app.realtime.connection import Connection
from app.realtime.frame import envelope, text_frame
from app.realtime.partial import hx_partial

ROOT = Path(__file__).resolve().parents[2]
PAGE = """<!doctype html><title>wire</title>
<meta name="htmx-config" content='{{"history":false,"extensions":"ws","ws":{{"pauseOnBackground":false,
"reconnectDelay":500,"reconnectMaxDelay":"5s","reconnectJitter":1}}}}'>
<script src="/vendor/htmx.js" defer></script>
<script src="/js/lib/wire.js" type="module"></script>
<div id="wire" data-address="{url}" hx-swap="none"></div><ol id="list">{texts}</ol>"""


@dataclass(frozen=True, kw_only=True)
class Said(Event):
    type = "test:said"
    room_id: int
    text: str

    @property
    def audiences(self) -> tuple[str, ...]:
        return (f"room:{self.room_id}",)


@dataclass(frozen=True, kw_only=True)
class Removed(Event):
    """`user_id` may hear `room_id` no more; with `session_id`, that session has ended."""

    type = "test:removed"
    user_id: int
    room_id: int = 0
    session_id: int = 0

    @property
    def audiences(self) -> tuple[str, ...]:
        return (f"user:{self.user_id}",)


@broadcast(Said)
def tell_said(event: Said, audience: str) -> Broadcast | None:
    if event.text == "silence":
        return None
    if event.text == "broken":
        raise RuntimeError("this cannot be drawn")
    return Broadcast("said", data={"text": event.text}, content=hx_partial("list", f"<li>{event.text}", "beforeend"))


@broadcast(Removed)
def tell_removed(event: Removed, audience: str) -> Broadcast:
    if event.session_id:
        return Broadcast("removed", hang_up=HangUp(4401, session_id=event.session_id))
    if event.room_id:
        return Broadcast("removed", hang_up=HangUp(4403, audience=f"room:{event.room_id}"))
    return Broadcast("removed", hang_up=HangUp(4403))


@doorkeeper("room")
def let_into_room(user: Any, session: Any, key: str) -> str:
    refusals = {"GONE": "ROOM_NOT_FOUND", "KICKED": "KICKED"}
    if key in refusals:
        raise Refusal(refusals[key])
    return f"room:{int(key.removeprefix('CODE'))}"


@identity.by_cookie
def who() -> tuple[Any, Any] | None:
    """`X-User: 3/7` is user 3 by session 7, in place of a cookie."""
    user, _, session = request.headers.get("X-User", "").partition("/")
    user = user or request.cookies.get("user", "")
    return (SimpleNamespace(id=int(user)), SimpleNamespace(id=int(session or 1))) if user else None


@identity.living_sessions
def still_living(ids: set[int]) -> set[int]:
    return ids - {666}


@identity.by_token
def whose_token(token: str) -> tuple[Any, Any]:
    if not token.isdecimal():
        raise Refusal("INVALID_TOKEN")
    return SimpleNamespace(id=int(token)), None


@socket.signal("test:say")
def say(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    with transaction():
        announce(Said(room_id=int(audience.partition(":")[2]), text=data["text"], actor_id=connection.user_id))


@socket.signal("test:push")
def pass_on(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    push(audience, "test:pushed", data={"from": connection.user_id, **data})


@socket.signal("test:refuse")
def refuse(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    raise Refusal("NOT_HOST")


@socket.signal("test:break")
def fail(connection: Connection, audience: str, data: dict[str, Any]) -> None:
    raise RuntimeError("broken")


@presence.on_presence
def remember_presence(user_id: int, online: bool) -> None:
    push("room:99", "presence", data={"user": user_id, "online": online})


renewals: list[int] = []
reads: list[str] = []


@presence.on_renewal
def count_renewal(connections: list[Connection]) -> None:
    renewals.append(len(connections))


def make(settings: Settings) -> Flask:
    activate(settings)
    app = Flask("wire")
    database.install(app, settings)
    socket.install(app)
    app.register_error_handler(Refusal, lambda no: Response(no.code, no.status, headers=no.headers))
    app.add_url_rule("/say/<int:room_id>/<text>", view_func=say_by_request, methods=["POST"])
    app.add_url_rule("/remove", view_func=remove, methods=["POST"])
    app.add_url_rule("/lose/<int:room_id>/<text>", view_func=write_only, methods=["POST"])
    app.add_url_rule("/state", view_func=state)
    app.add_url_rule("/renewals", endpoint="renewals", view_func=lambda: {"renewals": len(renewals)})
    app.add_url_rule("/drop", view_func=drop, methods=["POST"])
    app.add_url_rule("/forge/<int:seq>", view_func=forge, methods=["POST"])
    app.add_url_rule("/restore", view_func=restore, methods=["POST"])
    app.add_url_rule("/page", view_func=page)
    app.add_url_rule("/vendor/htmx.js", view_func=htmx)
    app.add_url_rule("/js/<path:path>", view_func=lambda path: send_from_directory(ROOT / "static/js", path))
    _count_reads(app)
    with app.app_context():
        db.create_all()
    return app


def _count_reads(app: Flask) -> None:
    reader = app.extensions["feeds"].reader
    after = reader.after

    def counted(audience: str, since: int) -> Any:
        reads.append(audience)
        return after(audience, since)

    reader.after = counted


def say_by_request(room_id: int, text: str) -> str:
    with transaction():
        announce(Said(room_id=room_id, text=text))
    return str(log.head(f"room:{room_id}"))


def remove() -> str:
    with transaction():
        announce(Removed(**{name: int(value) for name, value in request.args.items()}))
    return ""


def write_only(room_id: int, text: str) -> str:
    """An entry of which the bus hears nothing, as when a process dies after its commit."""
    bus = current_app.extensions["bus"]
    publish, bus.publish = bus.publish, lambda audience, message: None
    try:
        return say_by_request(room_id, text)
    finally:
        bus.publish = publish


def state() -> Response:
    crowd, feeds = current_app.extensions["crowd"], current_app.extensions["feeds"]
    pool = db.engine.pool.checkedout()  # type: ignore[attr-defined]
    online = sorted(presence.online(range(1, 50)))
    sockets = len(crowd.everybody())
    return jsonify(
        reads=len(reads),
        sockets=sockets,
        feeds=sorted(feeds._feeds),
        pool=pool,
        online=online,
        draining=drain.is_draining(),
    )


def drop() -> str:
    for connection in current_app.extensions["crowd"].everybody():
        connection.hang_up(1012, "restart")
    return ""


def forge(seq: int) -> str:
    """A frame out of turn, as no server should send it."""
    frame = text_frame(envelope("forged", audience="room:1", seq=seq, content="<b></b>"))
    for connection in current_app.extensions["crowd"].everybody():
        connection.write(frame)
    return ""


def restore() -> str:
    """As when an older backup is put back."""
    db.session.get_one(log.Meta, "epoch").value = "another"
    db.session.commit()
    return ""


def page() -> str:
    url = f"/ws?audience=room:CODE1&since=room:1@{log.head('room:1')}&epoch={log.epoch()}"
    texts = "".join(f"<li>{entry.data['text']}" for entry in log.entries("room:1", 0))
    return PAGE.format(url=url.replace("&", "&amp;"), texts=texts)


def htmx() -> Response:
    dist = ROOT / "node_modules/htmx.org/dist"
    files = (dist / "htmx.min.js", dist / "ext/hx-ws.min.js")
    return Response("\n;".join(file.read_text() for file in files), mimetype="text/javascript")


def settings_in(folder: Path, **changes: Any) -> Settings:
    defaults: dict[str, Any] = {
        "instance": folder,
        "secret_key": "x" * 40,
        "jwt_secret": "x" * 40,
        "database_url": f"sqlite:///{folder / 'wire.sqlite3'}",
        "departure_grace_seconds": 1,
        "seat_lease_seconds": 3,
        "testing": True,
    }
    return Settings(**defaults | changes)


def served() -> Flask:
    """For gunicorn."""
    changes = {name: os.environ[name.upper()] for name in ("redis_url", "database_url") if name.upper() in os.environ}
    return make(settings_in(Path(os.environ["WIRE_FOLDER"]), catch_up="NO_CATCH_UP" not in os.environ, **changes))
