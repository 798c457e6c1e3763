"""Where one is signed in, and the way out of each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from ...answers import go
from ...log import transaction
from .. import sessions
from ..access import require_user, session_of, sessions_of
from ..actions import revoke_all_sessions, revoke_session
from ..devices import device_name
from ..models import Session


@dataclass(frozen=True)
class Device:
    """One session as the list shows it."""

    session: Session
    name: str
    is_this: bool


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/sessions", view_func=show_sessions)
    bp.add_url_rule("/sessions/<int:session_id>/revoke", view_func=revoke, methods=["POST"])
    bp.add_url_rule("/sessions/others/revoke", view_func=revoke_others, methods=["POST"])


def show_sessions() -> str:
    """This device first, then the others, the last used first."""
    devices = [_device(session) for session in sessions_of(require_user())]
    return render_template("accounts/sessions.html", devices=sorted(devices, key=lambda device: not device.is_this))


def revoke(session_id: int) -> Response:
    """Sign one device out; this one too, if it is this one."""
    user = require_user()
    with transaction():
        session = session_of(user, session_id)
        if _is_this(session):
            sessions.sign_out()
        else:
            revoke_session(session)
    return go("/sessions" if sessions.current_session() else "/")


def revoke_others() -> Response:
    user = require_user()
    with transaction():
        revoke_all_sessions(user, except_=sessions.current_session())
    return go("/sessions")


def _device(session: Session) -> Device:
    agent = session.user_agent
    name = "API client" if session.kind == "api" and not agent else device_name(agent)
    return Device(session, name, _is_this(session))


def _is_this(session: Session) -> bool:
    here = sessions.current_session()
    return here is not None and here.id == session.id
