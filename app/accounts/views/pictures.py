"""The files of people's pictures."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory

from ...errors import Refusal
from ..avatars import NAME, folder

FOREVER = 365 * 24 * 3600


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/avatars/<name>", view_func=show_picture)


def show_picture(name: str) -> Response:
    """The name is random and never used again: who has it was shown it, and may keep the file."""
    if not NAME.fullmatch(name) or not (folder() / name).is_file():
        raise Refusal("NOT_FOUND")
    response = send_from_directory(folder(), name, mimetype="image/webp", max_age=FOREVER)
    response.cache_control.public = True
    response.cache_control.immutable = True
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
