"""How a refusal is told: as a page, as a fragment to htmx, or as problem+json."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, json, make_response, render_template, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from ..db import db
from ..errors import Refusal
from ..limits import refusal_of

logger = logging.getLogger(__name__)
BY_STATUS = {401: "UNAUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}
BY_STATUS |= {413: "PAYLOAD_TOO_LARGE", 503: "UNAVAILABLE"}


def install(app: Flask) -> None:
    """Make every way in which a request can fail end in one designed answer."""
    app.register_error_handler(Refusal, answer)
    app.register_error_handler(RateLimitExceeded, lambda error: answer(refusal_of(error)))
    app.register_error_handler(CSRFError, lambda error: answer(Refusal("FORM_EXPIRED")))
    app.register_error_handler(OperationalError, _database_is_away)
    app.register_error_handler(PoolTimeout, _database_is_away)
    app.register_error_handler(OverflowError, _cannot_be_kept)
    app.register_error_handler(DataError, _cannot_be_kept)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def answer(refusal: Refusal) -> Response:
    """The answer to `refusal`, in the shape that this client understands."""
    if request.path.startswith("/api/") or request.path == "/health" or _wants_problem():
        response = _problem(refusal)
    elif request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        response = _fragment(refusal)
    else:
        response = _page(refusal)
    response.headers.extend(refusal.headers)
    return response


def _wants_problem() -> bool:
    """Whether a script of a page asks, one that shows the words in its own place."""
    return request.accept_mimetypes.best == "application/problem+json"


def _page(refusal: Refusal) -> Response:
    """The designed page; a few plain words where even that cannot be drawn."""
    try:
        page = render_template("rooms/refused.html", refusal=refusal, sent=_sent())
    except Exception:
        logger.exception("the page of a refusal could not be drawn")
        page = f"<!doctype html><title>{escape(refusal.answer.title)}</title><p>{escape(refusal.words)}</p>"
    return make_response(page, refusal.status)


def _sent() -> list[tuple[str, str]] | None:
    """The fields of a form of ours, to be sent once more; None where it was none, or holds what no page shows."""
    if request.method != "POST" or not g.get("csrf_valid") or request.files:
        return None
    fields = [each for each in request.form.items(multi=True) if each[0] != "csrf_token"]
    return None if any("password" in name for name, _ in fields) else fields


def _problem(refusal: Refusal) -> Response:
    """RFC 9457. Locked and full rooms keep the 400 that clients of the API expect."""
    status = 400 if refusal.code in ("ROOM_LOCKED", "ROOM_FULL") else refusal.status
    body = {
        "type": "about:blank",
        "title": refusal.answer.title,
        "status": status,
        "detail": refusal.words,
        "code": refusal.code,
        **refusal.facts,
    }
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def _fragment(refusal: Refusal) -> Response:
    """A dialog for htmx; what was typed stays where it is, because nothing else is swapped."""
    response = make_response(render_template("shared/refused_dialog.html", refusal=refusal), refusal.status)
    response.headers["HX-Retarget"] = "#dialogs"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    refusal = Refusal(BY_STATUS.get(error.code or 500, "UNKNOWN_ERROR"))
    if error.code == 405:
        refusal.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    response = answer(refusal)
    response.status_code = error.code or 500
    return response


def _database_is_away(error: Exception) -> Response:
    logger.warning("the database did not answer: %s", error.__class__.__name__)
    db.session.rollback()
    return answer(Refusal("UNAVAILABLE", headers={"Retry-After": "2"}))


def _cannot_be_kept(error: Exception) -> Response:
    """A number or text that no column holds (SQLite says the one, PostgreSQL the other) names nothing that is here."""
    db.session.rollback()
    if request.method == "GET":
        return answer(Refusal("NOT_FOUND"))
    return answer(Refusal("INVALID", message="Something in it is too large a number, or text that cannot be kept."))


def _broken(error: Exception) -> Response:
    logger.exception("unhandled: %s %s", request.method, request.path)
    db.session.rollback()
    return answer(Refusal("UNKNOWN_ERROR"))
