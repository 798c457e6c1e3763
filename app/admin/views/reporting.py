"""Reporting a person, a message or a room to the administrators."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request

from ...accounts.access import require_user
from ...answers import done
from ...errors import Invalid
from ...limits import limit
from ...log import transaction
from ...rooms.access import membership_for
from ...rooms.models import Room
from ..actions import file_report
from ..models import KINDS
from .asking import ask


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/reports/new", "new_report", new_report)
    bp.add_url_rule("/reports", "file_report", post, methods=["POST"])


def new_report() -> str:
    """The form: `?kind=` person, message or room, `?subject=` its id, `?room=` the room's code."""
    room = membership_for(require_user(), request.args.get("room", "")).room
    return _form(room, request.args.get("kind", "room"), request.args.get("subject", 0, type=int))


@limit("reports", "10 per hour", methods=["POST"])
def post() -> Response:
    """`kind`, `subject_id`, `room` (its code), `reason`."""
    form = request.form
    kind, subject_id, reason = form.get("kind", ""), form.get("subject_id", 0, type=int), form.get("reason", "")
    try:
        with transaction():
            user = require_user()
            room = membership_for(user, form.get("room", "")).room
            file_report(user, kind, subject_id, room, reason)
    except Invalid as invalid:
        room = membership_for(require_user(), form.get("room", "")).room
        return make_response(_form(room, kind, subject_id, reason=reason, problem=invalid.words), invalid.status)
    return done(f"/room/{room.code}", "Thank you. An administrator will look at it.")


def _form(room: Room, kind: str, subject_id: int, **typed: str) -> str:
    kind = kind if kind in KINDS else "room"
    return ask("admin/new_report.html", room=room, kind=kind, subject_id=subject_id, **typed)
