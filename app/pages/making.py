"""Creating a room: the dialog, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from ..accounts.access import require_user
from ..accounts.models import User
from ..answers import is_fragment
from ..config import settings
from ..errors import Invalid
from ..limits import limit, rooms_per_hour
from ..rooms.access import membership_for
from ..rooms.actions import create_room, refuse_creation
from ..rooms.passwords import hash_password
from ..rooms.wishes import DEFAULT_SEATS, FEATURES, read_wishes
from . import links
from .guests import entrance, sign_in_guest


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/room/create", view_func=show_create)
    bp.add_url_rule("/room/create", view_func=limited_create, methods=["POST"], endpoint="create")
    bp.add_url_rule("/room/<code>/created", view_func=created)


def show_create() -> str:
    refuse_creation(_user())
    return _form(
        {"max_participants": DEFAULT_SEATS, "privacy": "public", **{f"{name}_enabled": True for name in FEATURES}}
    )


def create() -> AnyResponse:
    """A room, owned by who asks; a visitor becomes a guest of it by giving a name."""
    refuse_creation(_user())
    try:
        wishes = read_wishes(request.form, absent_is_off=True)
        password_hash = hash_password(wishes.password)
        with entrance():
            owner = _user() or sign_in_guest(request.form.get("display_name", ""))
            code = create_room(owner, wishes, password_hash).code
    except Invalid as refusal:
        return make_response(_form(request.form, refusal.fields), refusal.status)
    if is_fragment():
        return make_response(_created(code))
    return redirect(f"/room/{code}/created", 303)


# Forms with mistakes cost no room, but a password in them is hashed all the same.
limited_create = limit("creation")(
    limit("rooms", rooms_per_hour, deduct_when=lambda response: response.status_code < 400)(create)
)


def created(code: str) -> str:
    """The page after creating, for those without JavaScript; its owner may come back to it."""
    require_user()
    return _created(code)


def _created(code: str) -> str:
    standing = membership_for(current_user, code)
    template = "rooms/_created_dialog.html" if is_fragment() else "rooms/created.html"
    link = links.link_to(standing)
    return render_template(template, room=standing.room, link=link, qr=links.qr_svg(link))


def _form(form: Mapping[str, Any], errors: dict[str, str] | None = None) -> str:
    template = "rooms/_create_dialog.html" if is_fragment() else "rooms/create.html"
    return render_template(
        template, form=form, errors=errors or {}, most=settings().room_max_users, needs_name=_user() is None
    )


def _user() -> User | None:
    return current_user._get_current_object() if current_user.is_authenticated else None
