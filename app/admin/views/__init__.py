"""The HTML doors of reporting and of the administrators' desk."""

from __future__ import annotations

from flask import Blueprint
from flask_login import current_user

from .. import broadcasts as _broadcasts  # noqa: F401
from ..access import administrator
from . import first, overview, people, reporting, reports, rooms

bp = Blueprint("admin", __name__)
desk = Blueprint("desk", __name__, url_prefix="/admin")


@desk.before_request
def _only_administrators() -> None:
    """Before every door of the desk, so that none can forget to ask."""
    administrator(current_user)


for door in (first, reporting):
    door.routes(bp)
for door in (overview, people, rooms, reports):
    door.routes(desk)
bp.register_blueprint(desk)
