"""Guftagu: rooms to talk in. `create_app` is the table of contents."""

from __future__ import annotations

import os

from flask import Flask

from . import assets, db, logs
from .config import Settings, activate


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application, made from `settings` (default: the environment's)."""
    settings = settings or Settings.from_env(os.environ)
    activate(settings)
    app = Flask(__name__, template_folder=str(settings.root / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_NAME="__Host-guftagu-form" if settings.is_https else "guftagu-form",
        # A room stays open for hours; the token lives and dies with the browser's session.
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
    )
    app.url_map.strict_slashes = False
    logs.install(app, settings)
    db.install(app, settings)
    assets.install(app)
    _install_doors(app)
    return app


def _install_doors(app: Flask) -> None:
    """Imported here, not above: views, broadcasts and signals register themselves when imported."""
    from . import doors

    doors.install(app)
