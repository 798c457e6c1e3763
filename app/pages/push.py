"""Ringing this browser when somebody knocks: the worker that hears it, and the switch for it."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request

from ..accounts.access import require_user
from ..accounts.push import subscribe, unsubscribe
from ..accounts.sessions import current_session
from ..config import settings
from ..errors import Refusal
from ..limits import PUSH_SUBSCRIPTIONS, limit
from ..log import transaction
from ..notices.push_crypto import check_keys, public_key
from ..notices.push_services import is_push_service

UNKNOWN = "Guftagu does not know this browser’s push service, so it cannot be rung."


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/sw.js", view_func=worker)
    keep = limit(*PUSH_SUBSCRIPTIONS)
    bp.add_url_rule("/push/subscriptions", view_func=keep(add), methods=["POST"], endpoint="subscribe")
    bp.add_url_rule("/push/subscriptions/removal", view_func=keep(remove), methods=["POST"], endpoint="unsubscribe")


def install(app: Flask) -> None:
    """Let templates say with which key a browser subscribes."""
    app.jinja_env.globals["push_key"] = public_key


def worker() -> Response:
    """The service worker, at the root because its scope is the whole site; asked for anew at every start."""
    script = (settings().root / "static" / "sw.js").read_text(encoding="utf-8")
    return Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


def add() -> Response:
    """`endpoint`, `p256dh` and `auth`, as the browser gives them, for the session of this very browser."""
    user, session, form = require_user(), current_session(), request.form
    endpoint, p256dh, auth = (form.get(name, "") for name in ("endpoint", "p256dh", "auth"))
    if session is None:
        raise Refusal("UNAUTHENTICATED")
    if not is_push_service(endpoint):
        raise Refusal("INVALID", message=UNKNOWN)
    try:
        check_keys(p256dh, auth)
    except ValueError as error:
        raise Refusal("INVALID", message="The keys of this browser are none.") from error
    with transaction():
        subscribe(user, session, endpoint, p256dh, auth)
    return Response(status=204)


def remove() -> Response:
    """`endpoint` of a browser of one's own."""
    user = require_user()
    with transaction():
        unsubscribe(user, request.form.get("endpoint", ""))
    return Response(status=204)
