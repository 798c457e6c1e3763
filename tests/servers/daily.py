"""A Daily of the tests' own: REST as documented, faults on demand, every request and answer measured."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from . import daily_doors as doors
from .daily_contract import faults_in
from .daily_room import room_page
from .daily_state import Account
from .processes import HOST, free_port

KEY = "a-key-of-the-tests-that-is-long-enough-to-sign-with"


@dataclass
class Fault:
    """What befalls the next `times` requests whose `METHOD /path` begins with `asked`.

    `status` is answered instead; "lost" does what was asked and never answers, "hang" only the latter.
    """

    asked: str
    status: int | str
    times: int = 10**9
    headers: dict[str, str] = field(default_factory=dict)


class LocalDaily:
    """`url` is the DAILY_API_URL, KEY the key; `asked` lists `(METHOD /path, body)` of every request so far.

    `stop` makes it unreachable, `start` brings it back; `account` is what it knows and can be acted upon.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self.url = f"{self.base}/v1"
        self.account = Account(KEY)
        self.asked: list[tuple[str, Any]] = []
        self.faults: list[Fault] = []
        self.violations: list[str] = []
        self._released = threading.Event()
        self._server: BaseWSGIServer | None = None

    def start(self) -> None:
        self._server = make_server(HOST, self.port, self._answer, threaded=True, request_handler=_Quiet)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def close(self) -> None:
        """Let go of those who hang, and end."""
        self._released.set()
        self.stop()

    def fail(self, asked: str, status: int | str, times: int = 10**9, **headers: str) -> None:
        """Let requests that begin with `asked` fail: `fail("POST /rooms", 503, times=2)`."""
        self.faults.append(Fault(asked, status, times, headers))

    def mend(self) -> None:
        """No faults any more."""
        self.faults.clear()

    def count(self, asked: str) -> int:
        """How often exactly that was asked: `count("POST /rooms")`."""
        return sum(one == asked for one, _ in self.asked)

    def bodies(self, asked: str) -> list[Any]:
        """What was sent along with each of these requests."""
        return [body for one, body in self.asked if one == asked]

    def _answer(self, environ: Any, start_response: Any) -> Any:
        return self._response(Request(environ))(environ, start_response)

    def _response(self, request: Request) -> Response:
        if request.path.startswith("/fake-daily/"):
            return room_page(self.account, request, request.path.removeprefix("/fake-daily/"))
        status, body, headers = self._api(request)
        return Response(json.dumps(body), status, headers, mimetype="application/json")

    def _api(self, request: Request) -> tuple[int, dict[str, Any], dict[str, str]]:
        path = request.path.removeprefix("/v1")
        asked, body = f"{request.method} {path}", request.get_json(silent=True) if request.data else None
        self.asked.append((asked, body))
        fault = self._fault(asked)
        if fault is None or fault.status == "lost":
            status, answer = self._do(request, path, body)
        if fault is None:
            return status, answer, {}
        if isinstance(fault.status, str):
            self._released.wait(60)
            return 503, {"error": "server-error"}, {}
        error = "rate-limit-error" if fault.status == 429 else "server-error"
        return fault.status, {"error": error, "info": "as the test wished"}, fault.headers

    def _do(self, request: Request, path: str, body: Any) -> doors.Answer:
        try:
            self._authenticate(request)
            for method, pattern, asks, answers, act in doors.DOORS:
                found = pattern.fullmatch(path)
                if found and method == request.method:
                    self._measure(request, body, asks)
                    with self.account.lock:
                        answer = act(self.account, *found.groups(), *self._rest(act, body, request))
                    self.violations += [f"answer of {path}{fault}" for fault in faults_in(answer, answers or "Object")]
                    return 200, answer
            raise doors.No(404, "not-found", path)
        except doors.No as no:
            return no.status, no.body

    def _rest(self, act: Any, body: Any, request: Request) -> list[Any]:
        """What else a door wants to know: the body, where its own pages are, or the query."""
        if act is doors.create_room:
            return [body, self.base]
        if act is doors.meetings:
            return [request.args]
        return [body] if body is not None else []

    def _authenticate(self, request: Request) -> None:
        given = request.headers.get("Authorization", "")
        if not given:
            raise doors.No(400, "authorization-header-error", "no header")
        if given != f"Bearer {self.account.key}":
            raise doors.No(401, "authentication-error", "wrong key")

    def _measure(self, request: Request, body: Any, kind: str | None) -> None:
        """A field that Daily does not know, or of another type, is a fault of ours."""
        if (body is None) != (kind is None):
            found = ["a body too many" if kind is None else "no body"]
        else:
            found = list(faults_in(body, kind)) if kind else []
        self.violations += [f"{request.method} {request.path}{fault}" for fault in found]
        if found:
            raise doors.invalid(", ".join(found))

    def _fault(self, asked: str) -> Fault | None:
        fault = next((each for each in self.faults if each.times > 0 and asked.startswith(each.asked)), None)
        if fault is not None:
            fault.times -= 1
        return fault


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  the base class calls it so
        pass


@contextmanager
def local_daily() -> Iterator[LocalDaily]:
    """A Daily on a free port; it ends with an AssertionError where we sent what Daily would not know."""
    daily = LocalDaily()
    daily.start()
    try:
        yield daily
    finally:
        daily.close()
    assert not daily.violations, "; ".join(daily.violations)
