"""Serves every screen with sample people under the real policy: python -m tests.look.render [port]."""

from __future__ import annotations

import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup

from .sample import asha
from .screens import BAD, CREATE, SCREENS

ROOT = Path(__file__).parent.parent.parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def partial(template: str, **context: Any) -> Markup:
    return Markup(environment.get_template(template).render(**context))  # noqa: S704


loaders = [FileSystemLoader(ROOT / "templates"), FileSystemLoader(ROOT / "tests")]
environment = Environment(loader=ChoiceLoader(loaders), autoescape=True)
environment.globals |= {
    "asset": lambda path: f"/static/{path}",
    "csrf_token": lambda: "sample",
    "get_flashed_messages": list,
    "modules": lambda *paths: paths,
    "partial": partial,
    "shell": {"sessions": 1, "rooms": 3, "requests": 3},
}


def draw(name: str) -> str:
    template, context = SCREENS[name]
    if "people" in context:
        context = context | {"people_html": partial("calls/_people.html", removed=[], **context)}
    return environment.get_template(template).render(current_user=context.get("viewer", asha), **context)


class Handler(SimpleHTTPRequestHandler):
    """The screens by their names, static files, and the two answers of the create form."""

    def do_GET(self) -> None:
        name = self.path.split("?")[0].strip("/") or "home"
        if name.startswith("static/"):
            super().do_GET()
        elif name in SCREENS:
            self._answer(200, draw(name))
        elif name.endswith(".css"):
            self._answer(200, "", "text/css")
        else:
            self._answer(404, draw("refused-code"))

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/room/create" and "password_enabled" in sent:
            page = environment.get_template("rooms/_create_dialog.html").render(current_user=asha, **{**CREATE, **BAD})
            self._answer(422, page)
        else:
            self._answer(200, draw("created-dialog"))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing: nobody reads along."""

    def _answer(self, status: int, page: str, kind: str = "text/html; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(page.encode())


def serve(port: int = 0) -> ThreadingHTTPServer:
    return ThreadingHTTPServer(("127.0.0.1", port), lambda *args: Handler(*args, directory=str(ROOT)))


if __name__ == "__main__":
    server = serve(int(sys.argv[1]) if sys.argv[1:] else 0)
    print(f"http://127.0.0.1:{server.server_port}/ and /" + ", /".join(SCREENS))
    server.serve_forever()
