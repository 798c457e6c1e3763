"""The pages' table of contents: one blueprint, a module per page."""

from __future__ import annotations

from flask import Blueprint, Flask

from . import answering, doctor, door, home, invitations, knocks, lists, live, making, panel, push, room, shell
from .styles import me_css

bp = Blueprint("pages", __name__)

for page in (home, making, lists, invitations, door, knocks, answering, push, room, panel, doctor):
    page.routes(bp)
bp.add_url_rule("/me/<int:user_id>.css", view_func=me_css)


def install(app: Flask) -> None:
    """Open the pages of `app`."""
    app.register_blueprint(bp)
    live.install(app)
    push.install(app)
    answering.install(app)
    shell.install(app)
