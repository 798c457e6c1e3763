"""Deleting one's own account."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, request
from werkzeug.wrappers import Response

from ...answers import go
from ...limits import limit
from .. import sessions
from ..access import require_account
from ..actions import delete_account
from ..avatars import remove_avatar
from ..models import User
from .proof import once_proven, wrong_password
from .settings import settings_page


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/account/deletion", view_func=back_to_settings, endpoint="deletion")
    bp.add_url_rule("/account/deletion", view_func=limit("password")(delete), methods=["POST"], endpoint="delete")


def back_to_settings() -> Response:
    """Where a reload of a refused form leads."""
    return redirect("/settings", 303)


def delete() -> Response:
    """`deletion_password` confirms it. What was said stays, in nobody's name."""
    user = require_account()
    problems = wrong_password(user, request.form.get("deletion_password", ""), "deletion_password")
    if problems:
        return make_response(settings_page(problems), 422)
    remove_avatar(once_proven(_forget, user))
    flash("Your account is deleted.")
    return go("/")


def _forget(user: User) -> str | None:
    """The name of their picture, whose file goes once nobody has it any more."""
    picture = delete_account(user)
    sessions.sign_out()
    return picture
