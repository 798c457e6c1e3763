"""A server with just enough of a room for the call's scripts: two pages, signals passed on, nothing kept."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import simple_websocket
from flask import Flask, Response, render_template_string, request, send_from_directory
from flask_sock import Sock
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from werkzeug.serving import BaseWSGIServer, make_server

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
ICONS = """{% macro icon(name, cls="") %}<svg class="icon {{ cls }}" aria-hidden="true">
<use href="/static/img/icons.svg#{{ name }}"/></svg>{% endmacro %}"""
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
GRACE = 1.0


class Call:
    """Who is in, and the sockets to tell them by."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.sockets: dict[str, simple_websocket.Server] = {}
        self.people: dict[str, dict[str, Any]] = {}
        self.heard: list[dict[str, Any]] = []

    def say(self, event: str, data: dict[str, Any], to: str | None = None) -> None:
        """Tell one participant, or everybody."""
        frame = json.dumps({"event": event, "audience": "room:CODE", "data": data})
        with self.lock:
            sockets = [self.sockets.get(to)] if to else list(self.sockets.values())
        for socket in filter(None, sockets):
            try:
                socket.send(frame)
            except simple_websocket.ConnectionClosed:
                pass

    def join(self, socket: simple_websocket.Server, person: dict[str, Any]) -> None:
        me = person["participant"]
        with self.lock:
            is_new = me not in self.people
            displaced = self.sockets.get(me)
            self.people[me] = person
            if displaced and displaced is not socket and displaced.connected:
                self.say("call:displaced", {}, to=me)
            self.sockets[me] = socket
            people = list(self.people.values())
            self.say("call:joined", {"participant": me, "ice_servers": [], "people": people}, to=me)
        if is_new:
            user = {"id": person["user"], "name": person["name"], "role": person["role"]}
            self.say("room:participant-joined", {**person, "user": user})

    def gone(self, socket: simple_websocket.Server, me: str) -> None:
        """The socket closed; who does not come back within the grace has left."""
        with self.lock:
            if self.sockets.get(me) is socket:
                del self.sockets[me]
                threading.Timer(GRACE, self.left, [me]).start()

    def left(self, me: str, *, at_once: bool = False) -> None:
        with self.lock:
            if me not in self.people or (me in self.sockets and not at_once):
                return
            person = self.people.pop(me)
        self.say("room:participant-left", {"participant": me, "user_id": person["user"]})

    def hear(self, socket: simple_websocket.Server, page: dict[str, Any], frame: dict[str, Any]) -> None:
        event, data, me = frame["event"], frame["data"], page["participant"]
        self.heard.append({"event": event, "from": me})
        if event == "call:join":
            self.join(socket, {**page, "mic": data["mic"], "camera": data["camera"]})
        elif event == "call:leave":
            self.left(me, at_once=True)
        elif event == "call:state":
            self.people[me].update(mic=data["mic"], camera=data["camera"])
            self.say("call:state", {**data, "participant": me, "user_id": page["user"]})
        else:
            self.say(event, {**data, "from": me}, to=data["to"])


def make_app(call: Call, styles: Path) -> Flask:
    app = Flask(__name__, static_folder=None)
    sock = Sock(app)
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader([REPOSITORY / "templates", HERE]), DictLoader({"shared/icons.html": ICONS})])
    app.jinja_env.globals["asset"] = lambda path: f"/static/{path}"

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/<any(room, preview):page>")
    def show(page: str) -> str:
        room = {"code": "GT7km2Pq", "name": "Gaming Night", "max_participants": 10}
        switches = dict.fromkeys(("video_enabled", "audio_enabled", "screen_share_enabled", "chat_enabled"), True)
        template = (HERE / f"{page}.html").read_text()
        return render_template_string(template, room=room | switches, **request.args.to_dict())

    @app.post("/joined")
    def joined() -> str:
        return "<!doctype html><title>joined</title>"

    @app.get("/static/<path:path>")
    def static_file(path: str) -> Response:
        if path == "js/lib/wire.js":
            return send_from_directory(HERE, "wire.js")
        return send_from_directory(REPOSITORY / "static", path)

    @app.get("/style.css")
    def style() -> Response:
        return send_from_directory(styles.parent, styles.name)

    @sock.route("/ws")
    def ws(socket: simple_websocket.Server) -> None:
        page = {**request.args.to_dict(), "user": int(request.args["user"])}
        try:
            while True:
                call.hear(socket, page, json.loads(socket.receive()))
        except simple_websocket.ConnectionClosed:
            call.gone(socket, page["participant"])

    return app


def serve(call: Call, styles: Path, port: int = 0) -> BaseWSGIServer:
    """Start on a free port; the caller shuts it down."""
    server = make_server("127.0.0.1", port, make_app(call, styles), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
