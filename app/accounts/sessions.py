"""Signing in on a browser: our own cookie, and who it says is looking."""

from __future__ import annotations

import logging

from flask import Flask, Response, after_this_request, g, request
from flask import session as form_session
from flask_login import LoginManager
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from .. import clock
from ..config import settings
from ..db import db
from ..log import transaction
from ..realtime import identity
from .actions import renew_session, revoke_session, start_session, touch_session
from .actions.signing import LIFETIME, TOUCH_EVERY, hash_token
from .models import Session, User

logger = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Let `current_user` be whoever our cookie names."""
    # A cookie of that library's own name may come from another program on the same host.
    app.config["REMEMBER_COOKIE_NAME"] = "guftagu-unused"
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(lambda _request: user_of_request())
    app.after_request(_touch)


def current_session() -> Session | None:
    """The session of this browser, None for nobody; cookies mean nothing to the JSON API."""
    if "session" not in g:
        # First None: while the database is away, the page that says so is drawn for nobody.
        g.session = None
        g.session = None if request.path.startswith("/api/") else _session_of(request.cookies.get(cookie_name()))
    found: Session | None = g.session
    return found


def user_of_request() -> User | None:
    """Whose browser this is."""
    session = current_session()
    return session.user if session else None


def sign_in(user: User) -> Session:
    """Begin a session of `user` on this browser; the one before ends. Inside a transaction."""
    before = current_session()
    session, token = start_session(user, "page", request.user_agent.string, request.remote_addr or "")
    if before is not None:
        revoke_session(before)
    _become(session)
    remember(token)
    return session


def step_back() -> None:
    """The transaction that signed somebody in has failed: this browser is whose it was before."""
    for fact in ("session", "session_cookie", "_login_user"):
        g.pop(fact, None)


def renew() -> None:
    """Another secret for this browser's session: its person may do more than before. Inside a transaction."""
    session = current_session()
    if session is not None:
        remember(renew_session(session))


def sign_out() -> None:
    """End this browser's session. Inside a transaction."""
    session = current_session()
    if session is not None:
        revoke_session(session)
    _become(None)
    form_session.clear()
    forget()


def remember(token: str) -> None:
    """Send the secret to the browser with this answer."""
    _set_cookie(token, int(LIFETIME.total_seconds()))


def forget() -> None:
    """Let the browser lose the secret with this answer."""
    _set_cookie("", 0)


def cookie_name() -> str:
    return "__Host-guftagu-session" if settings().is_https else "guftagu-session"


@identity.by_cookie
def _visitor() -> tuple[User, Session] | None:
    session = current_session()
    return (session.user, session) if session else None


@identity.living_sessions
def _living(ids: set[int]) -> set[int]:
    good = (Session.revoked_at.is_(None), Session.expires_at > clock.now())
    whose = (User.disabled_at.is_(None), User.deleted_at.is_(None))
    query = select(Session.id).join(User, Session.user_id == User.id).where(Session.id.in_(ids), *good, *whose)
    return set(db.session.scalars(query))


def _session_of(token: str | None) -> Session | None:
    if not token:
        return None
    session: Session | None = db.session.scalar(select(Session).where(Session.token_hash == hash_token(token)))
    if session is None or session.kind != "page" or not session.is_live:
        return None
    if session.last_used_at <= clock.now() - TOUCH_EVERY:
        g.session_to_touch = session.id
    return session


def _become(session: Session | None) -> None:
    """From now on, within this very request, this is who is looking."""
    g.session = session
    g.pop("_login_user", None)


def _set_cookie(token: str, seconds: int) -> None:
    g.session_cookie = token

    @after_this_request
    def _send(response: Response) -> Response:
        if g.get("session_cookie") == token:
            name, secure = cookie_name(), settings().is_https
            response.set_cookie(name, token, max_age=seconds, secure=secure, httponly=True, samesite="Lax")
        return response


def _touch(response: Response) -> Response:
    session_id = g.pop("session_to_touch", None)
    if session_id is not None:
        try:
            with transaction():
                touch_session(session_id)
        except SQLAlchemyError:
            logger.warning("a session's last use could not be noted")
    return response
