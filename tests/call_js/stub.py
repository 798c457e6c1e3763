"""A server with just enough of a room for the call's scripts: two pages, signals passed on, nothing kept."""

from __future__ import annotations

import contextlib
import itertools
import json
import threading
from collections.abc import Mapping
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import simple_websocket
from flask import Flask, Response, render_template, render_template_string, request
from flask_sock import Sock
from jinja2 import FileSystemLoader
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.utils import safe_join

from tests.servers.processes import PATIENCE

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; media-src blob:"
)
ROOM = {
    "code": "GT7km2Pq",
    "name": "Gaming Night",
    "max_participants": 10,
    "video_enabled": True,
    "audio_enabled": True,
    "screen_share_enabled": True,
    "chat_enabled": True,
}


class Call:
    """Who is in, and the sockets to tell them by."""

    def __init__(self) -> None:
        self.lock = threading.Condition()
        self.sockets: dict[str, simple_websocket.Server] = {}
        self.people: dict[str, dict[str, Any]] = {}
        self.heard: list[tuple[str, str]] = []
        self.numbers = itertools.count(1)
        self.joins = 0
        self.grace = 1.0
        self.keeps_ids = False
        self.closed = False

    def say(self, event: str, data: dict[str, Any], to: str | None = None) -> None:
        """Tell one participant, or everybody."""
        frame = json.dumps({"event": event, "audience": "room:CODE", "data": data})
        # Two threads that write to one socket at once would mix their frames.
        with self.lock:
            for socket in filter(None, [self.sockets.get(to)] if to else list(self.sockets.values())):
                with contextlib.suppress(simple_websocket.ConnectionClosed):
                    socket.send(frame)

    def await_join(self, user: int) -> None:
        """Return once the user's page has joined: what is said from now on reaches it."""
        with self.lock:
            assert self.lock.wait_for(
                lambda: any(face["user"]["id"] == user for face in self.people.values()), PATIENCE
            )

    def await_joins(self, amount: int) -> None:
        """Return once pages have joined so many times, each time on a new socket."""
        with self.lock:
            assert self.lock.wait_for(lambda: self.joins >= amount, PATIENCE)

    def id_of(self, user: int) -> str:
        return next(key for key, face in self.people.items() if face["user"]["id"] == user)

    def join(self, socket: simple_websocket.Server, user: dict[str, Any], data: dict[str, Any]) -> str:
        """A page comes back as who it was, or takes the place of the same person's earlier page."""
        with self.lock:
            before = next((key for key, face in self.people.items() if face["user"]["id"] == user["id"]), None)
            returns = before is not None and (self.keeps_ids or before == data["participant"])
            me = before if before and returns else f"p{user['id']}-{next(self.numbers)}"
            if before and before != me:
                self.say("call:displaced", {"participant": before}, to=before)
                self.leave(before)
            face = {"participant": me, "user": user, "role": user["role"], "is_host": user["role"] == "owner"}
            face |= {"muted": False, "mic": data["mic"], "camera": data["camera"]}
            if me != before:
                self.say("room:participant-joined", face)
            self.people[me] = face
            self.sockets[me] = socket
            self.joins += 1
            people = list(self.people.values())
            self.say("call:joined", {"participant": me, "ice_servers": [], "people": people}, to=me)
            self.lock.notify_all()
        return me

    def gone(self, socket: simple_websocket.Server, me: str) -> None:
        """The socket closed; who does not come back within the grace has left."""
        with self.lock:
            if self.sockets.get(me) is socket:
                del self.sockets[me]
                threading.Timer(self.grace, lambda: me in self.sockets or self.leave(me)).start()

    def leave(self, me: str, *, hang_up: bool = False) -> None:
        with self.lock:
            face = self.people.pop(me, None)
            socket = self.sockets.pop(me, None)
        if face:
            self.say("room:participant-left", {"participant": me, "user_id": face["user"]["id"]})
        if socket and hang_up:
            socket.close()

    def hang_up(self) -> None:
        """Close every socket, as a server that is restarted does."""
        with self.lock:
            sockets = list(self.sockets.values())
        for socket in sockets:
            socket.close()

    def forget(self) -> None:
        """Close every socket and know nobody any more."""
        self.hang_up()
        with self.lock:
            self.people.clear()
            self.sockets.clear()

    def hear(self, me: str, event: str, data: dict[str, Any]) -> None:
        self.heard.append((event, me))
        if event == "call:state" and me in self.people:
            self.people[me].update(mic=data["mic"], camera=data["camera"], screen=data.get("screen", False))
            self.say("call:state", {**data, "participant": me, "user_id": self.people[me]["user"]["id"]})
        elif event == "call:hand":
            self.hand(me, raised=data["raised"])
        elif event == "call:reaction":
            self.say(event, {**data, "participant": me, "user_id": self.people[me]["user"]["id"]})
        elif "to" in data:
            self.say(event, {**data, "from": me}, to=data["to"])

    def hand(self, me: str, *, raised: bool, by: int | None = None) -> None:
        user = self.people[me]["user"]["id"]
        hand = f"2026-01-01T10:00:{next(self.numbers):02}+00:00" if raised else None
        self.people[me]["hand"] = hand
        self.say("call:hand", {"user_id": user, "hand": hand, "by": by or user})


def make_app(call: Call) -> Flask:
    app = Flask(__name__, static_folder=None)
    sock = Sock(app)
    app.jinja_env.loader = FileSystemLoader([REPOSITORY / "templates", HERE])
    app.jinja_env.globals["asset"] = lambda path: f"/static/{path}"

    @app.before_request
    def refuse() -> tuple[str, int] | None:
        return ("closed", 503) if call.closed and request.path == "/ws" else None

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/<any(room, preview):page>")
    def show(page: str) -> str:
        template = (HERE / f"{page}.html").read_text()
        return render_template_string(template, room=ROOM, **request.args.to_dict())

    @app.get("/room/<code>/more")
    def show_more(code: str) -> str:
        return render_template("calls/_more.html", room=ROOM)

    @app.post("/joined")
    def joined() -> str:
        return "<!doctype html><title>joined</title>"

    @app.post("/<int:user>/departure")
    def depart(user: int) -> str:
        call.leave(call.id_of(user))
        return "<!doctype html><title>left</title>"

    @app.get("/static/<path:path>")
    def static_file(path: str) -> Response:
        file = HERE / "wire.js" if path == "js/lib/wire.js" else safe_join(str(REPOSITORY / "static"), path)
        if file is None or not Path(file).is_file():
            return Response("not here", 404)
        # Read at once: a browser that goes away in the middle leaves no file open.
        return Response(Path(file).read_bytes(), mimetype=guess_type(str(file))[0])

    @sock.route("/ws")
    def ws(socket: simple_websocket.Server) -> None:
        user = person(request.args)
        me = ""
        try:
            while True:
                frame = json.loads(socket.receive())
                if frame["event"] == "call:join":
                    me = call.join(socket, user, frame["data"])
                else:
                    call.hear(me, frame["event"], frame["data"])
        except simple_websocket.ConnectionClosed:
            call.gone(socket, me)

    return app


def person(facts: Mapping[str, str]) -> dict[str, Any]:
    """A person as the server tells of them."""
    name, role = facts["name"], facts["role"]
    initials = "".join(word[0] for word in name.split())
    user = {"id": int(facts["user"]), "name": name, "role": role, "initials": initials}
    return user | {"avatar": None, "tint": user["id"], "is_guest": role == "guest"}


def serve(call: Call, port: int = 0) -> BaseWSGIServer:
    """Start on a free port; the caller shuts it down."""
    server = make_server("127.0.0.1", port, make_app(call), threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server
