"""A page with nothing but the chat on it, behind the product's Content Security Policy.

The real templates, elements and htmx; messages are kept in a list, and a test decides how the
server behaves: `failing` answers the next posts with these statuses, `push` is what a socket would bring.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, render_template, render_template_string, request, send_from_directory
from jinja2 import FileSystemLoader
from markupsafe import Markup
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from app.chat.lines import among

ROOT = Path(__file__).resolve().parents[2]
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
PAGE = """<!doctype html><html lang="en"><head><title>Chat</title><meta charset="utf-8">
<meta name="htmx-config" content='{"history":false,"noSwap":[204,304,"5xx"]}'>
<link rel="stylesheet" href="/static/harness.css"><link rel="icon" href="data:,">
<script src="/static/vendor/htmx.js" defer></script></head>
<body data-me="1"><main class="panel">{% include "chat/_panel.html" %}</main><div id="dialogs"></div></body></html>"""
CSS = ".panel { block-size: 400px; inline-size: 360px; }"

ASHA = SimpleNamespace(id=1, display_name="Asha Rao", initials="AR", tint=1, avatar_url=None)
KENJI = SimpleNamespace(id=2, display_name="Kenji Mori", initials="KM", tint=2, avatar_url=None)


# Twice: what observes the page hears of a drawing only after it.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
PUSH = "html => document.querySelector('#messages').insertAdjacentHTML('beforeend', html)"


class ChatServer:
    """The room of Asha (id 1, whose browser it is) and Kenji."""

    def __init__(self) -> None:
        self.room = SimpleNamespace(code="GT7km2Pq", name="Gaming Night", chat_enabled=True)
        self.messages: list[Any] = []
        self.failing: list[int] = []
        self.posts: list[str] = []
        self.swallow_answers = 0
        self._server = make_server("127.0.0.1", 0, self._app(), threaded=True)
        self.url = f"http://127.0.0.1:{self._server.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()

    def say(self, author: Any, body: str, client_id: str | None = None, minutes_ago: float = 0) -> Any:
        """Keep a message as the database would."""
        number = len(self.messages) + 1
        at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        message = SimpleNamespace(
            id=number,
            author=author,
            room=self.room,
            body=body,
            client_id=client_id or f"client-{number}",
            created_at=at,
        )
        self.messages.append(message)
        return message

    def drawn(self, message: Any) -> str:
        """The message as the push brings it."""
        return self._partial("chat/_message.html", message=message, is_news=True)

    def drawn_line(self, line_id: str, text: str, minutes_ago: float = 0) -> str:
        """Something that happened in the room, as the push brings it."""
        at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        return self._partial("chat/_event_line.html", id=line_id, text=text, at=at)

    def _app(self) -> Flask:
        app = Flask(__name__, static_folder=None)
        app.jinja_loader = FileSystemLoader(ROOT / "templates")
        app.jinja_env.globals.update(
            asset=_asset,
            partial=self._partial,
            csrf_token=lambda: "token",
            current_user=ASHA,
            draft_of=_draft_of,
            among=among,
        )
        self._templates = app.jinja_env
        app.add_url_rule("/", view_func=self._page)
        app.add_url_rule("/room/<code>/messages", view_func=self._earlier)
        app.add_url_rule("/room/<code>/messages", view_func=self._post, methods=["POST"])
        app.add_url_rule("/static/harness.css", view_func=_styles)
        app.add_url_rule("/static/<path:path>", view_func=_static)
        app.after_request(_under_policy)
        return app

    def _partial(self, template: str, **context: Any) -> Markup:
        return Markup(self._templates.get_template(template).render(context))  # noqa: S704

    def _page(self) -> str:
        return render_template_string(PAGE, **self._context(None))

    def _earlier(self, code: str) -> str:
        return render_template("chat/_earlier.html", **self._context(request.args.get("before", type=int)))

    def _context(self, before: int | None) -> dict[str, Any]:
        older = [message for message in self.messages if before is None or message.id < before]
        return {"room": self.room, "messages": older[-50:], "has_more": len(older) > 50, "activity": []}

    def _post(self, code: str) -> Response:
        client_id, body = request.form["client_id"], request.form["body"].replace("\r\n", "\n")
        self.posts.append(client_id)
        if self.failing:
            return Response('{"detail": "The host has switched chat off."}', self.failing.pop(0))
        known = [message for message in self.messages if message.client_id == client_id]
        message = known[0] if known else self.say(ASHA, body, client_id)
        if self.swallow_answers:
            self.swallow_answers -= 1
            return Response(status=503)
        return Response(status=204, headers={"X-Message-Id": str(message.id)})


def _asset(path: str) -> str:
    return f"/static/{path}"


def _styles() -> Response:
    """The product's own, so that what is out of sight there is out of sight here."""
    folder = ROOT / "static/css"
    names = [line for line in (folder / "order.txt").read_text().split() if line.endswith(".css") and "/" not in line]
    return Response("".join((folder / name).read_text() for name in names) + CSS, mimetype="text/css")


def _draft_of(author: Any) -> Any:
    return SimpleNamespace(id=None, author=author, client_id="0" * 36, body="", created_at=datetime.now(UTC))


def _static(path: str) -> Response:
    return send_from_directory(ROOT / "static", path)


def _under_policy(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = CSP
    return answer


def opened(page: Page, server: ChatServer) -> Page:
    page.goto(server.url)
    expect(page.locator("chat-log[data-unread]")).to_be_attached()
    return page


def push(page: Page, server: ChatServer, message: object) -> None:
    page.evaluate(PUSH, server.drawn(message))


def say(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Message to Gaming Night").fill(words)
    page.keyboard.press("Enter")
