"""Where the world comes in: every blueprint, and what stands before all of them."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from . import limits
from .accounts import sessions
from .accounts import views as accounts
from .admin import views as admin
from .api import views as api
from .calls import broadcasts as call_broadcasts
from .calls import fleeting as call_news
from .calls import gestures as call_gestures
from .calls import lines as call_lines
from .calls import recording as call_recording
from .calls import signals as call_signals
from .calls import views as calls
from .chat import broadcasts as chat_broadcasts
from .chat import signals as chat_signals
from .chat import views as chat
from .config import settings
from .friends import views as friends
from .notices import caretaker, daily_door, daily_rounds, daily_trouble, listeners, push, sweeping
from .notices import daily as daily_listeners
from .notices import knocks as knock_notices
from .pages import again, headers, refused
from .pages import views as pages
from .realtime import socket
from .rooms import broadcasts as room_broadcasts
from .rooms import knock_broadcasts
from .rooms import signals as room_signals
from .rooms import views as rooms

csrf = CSRFProtect()

# These have no `install`: they register what they hear and say when they are imported.
SPEAKERS = (
    call_broadcasts,
    call_gestures,
    call_lines,
    call_news,
    call_recording,
    call_signals,
    chat_broadcasts,
    chat_signals,
    daily_listeners,
    daily_rounds,
    daily_trouble,
    knock_broadcasts,
    knock_notices,
    listeners,
    push,
    room_broadcasts,
    room_signals,
    sweeping,
)


def install(app: Flask) -> None:
    """Open every door of `app`."""
    if settings().trusted_proxies:
        hops = settings().trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    sessions.install(app)
    csrf.init_app(app)
    limits.install(app, settings())
    headers.install(app)
    refused.install(app)
    again.install(app)
    pages.install(app)
    for views in (accounts, friends, rooms, chat, calls, admin):
        app.register_blueprint(views.bp)
    api.install(app, csrf)
    socket.install(app)
    daily_door.install(app, csrf)
    caretaker.install(app)
