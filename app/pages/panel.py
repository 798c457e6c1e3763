"""The Room Settings panel: what a room is like, changed by its hosts while people are in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, request
from flask_login import current_user
from werkzeug.wrappers import Response

from .. import config
from ..accounts.access import require_user
from ..answers import ask, done
from ..calls.access import seats_taken
from ..calls.providers.choice import outlook
from ..errors import Invalid
from ..limits import HOSTING, limit
from ..log import transaction
from ..rooms import actions
from ..rooms.access import host_membership_for, membership_for
from ..rooms.actions.settings import SWITCHES
from ..rooms.changes import read_changes, read_new_password
from ..rooms.models import Room
from ..rooms.passwords import hash_password
from ..rooms.wishes import QUALITIES


def routes(bp: Blueprint) -> None:
    at, limited = "/room/<code>/settings", limit(*HOSTING)
    bp.add_url_rule(at, view_func=show_settings)
    bp.add_url_rule(at, view_func=limited(change_settings), methods=["POST"], endpoint="change_settings")
    bp.add_url_rule(f"{at}/password", view_func=limited(set_password), methods=["POST"], endpoint="set_password")


def show_settings(code: str) -> str:
    """The room's switches, for a dialog; hosts may set them, others see them."""
    return _panel(code)


def change_settings(code: str) -> Response:
    """Each switch that the form names (a hidden `switches` lists those it shows), and the fields it has."""
    require_user()
    shown = [name for name in request.form.getlist("switches") if name in SWITCHES]
    try:
        with transaction():
            standing = host_membership_for(current_user, code)
            changes = {name: _is_on(name) for name in shown} | read_changes(request.form)
            actions.change_settings(standing, **changes)
            words = _said(standing.room, changes)
    except Invalid as refusal:
        return make_response(_panel(code, refusal.fields), refusal.status)
    return done(f"/room/{code}/settings", words)


def set_password(code: str) -> Response:
    """`password` with `password_enabled` on asks newcomers for it; off asks for none any more."""
    require_user()
    actions.refuse_cohosts(membership_for(current_user, code))
    try:
        password_hash = hash_password(read_new_password(request.form))
    except Invalid as refusal:
        return make_response(_panel(code, refusal.fields), refusal.status)
    with transaction():
        actions.set_password(membership_for(current_user, code), password_hash)
    words = "Newcomers are asked for the password" if password_hash else "The room asks for no password"
    return done(f"/room/{code}/settings", words)


def _panel(code: str, errors: Mapping[str, Any] | None = None) -> str:
    standing = membership_for(require_user(), code)
    return ask(
        "rooms/_settings_dialog.html",
        room=standing.room,
        standing=standing,
        count=seats_taken(standing.room),
        most=config.settings().room_max_users,
        qualities=QUALITIES,
        carried=outlook(standing.room),
        mesh_up_to=config.settings().mesh_up_to,
        form=request.form if errors else {},
        errors=errors or {},
    )


def _said(room: Room, changes: Mapping[str, Any]) -> str | None:
    """What cannot be seen at once. Nobody is sent out by a smaller number: that is said too."""
    if "name" in changes:
        return f"The room is called {room.name} now"
    count = seats_taken(room)
    if "max_participants" not in changes or count <= room.max_participants:
        return None
    return f"{count} people are inside and stay. Nobody else comes in until fewer than {room.max_participants} are."


def _is_on(name: str) -> bool:
    return request.form.get(name, "").lower() not in ("off", "false", "0", "")
