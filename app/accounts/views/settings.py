"""Settings: the theme (kept by the browser), the password, and the way to the end of the account."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from ...answers import go
from ...errors import Invalid
from ...limits import limit
from .. import sessions
from ..access import require_account, require_user
from ..actions import change_password
from ..models import User
from ..passwords import check_password, hash_password
from .proof import once_proven, wrong_password


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/settings", view_func=show_settings)
    bp.add_url_rule("/settings/password", view_func=back_to_settings)
    save = limit("password")(save_password)
    bp.add_url_rule("/settings/password", view_func=save, methods=["POST"], endpoint="save_password")


def show_settings() -> str:
    require_user()
    return settings_page()


def back_to_settings() -> Response:
    """Where a reload of a refused form leads."""
    return redirect("/settings", 303)


def save_password() -> Response:
    """`password` is the present one, `new_password` the next. Other devices are signed out."""
    user = require_account()
    try:
        kept = _new_hash(user)
    except Invalid as problem:
        return make_response(settings_page(problem.fields), problem.status)
    once_proven(_change, user, kept)
    flash("Your password is changed. Other devices are signed out.")
    return go("/settings")


def settings_page(errors: dict[str, str] | None = None) -> str:
    """The page, with words beside the fields that could not be."""
    return render_template("accounts/settings.html", errors=errors or {})


def _new_hash(user: User) -> str:
    problems = wrong_password(user, request.form.get("password", ""), "password")
    if problems:
        raise Invalid(problems)
    known = (user.username, user.email, user.display_name)
    return hash_password(check_password(request.form.get("new_password", ""), *known, field="new_password"))


def _change(user: User, kept: str) -> None:
    change_password(user, kept, sessions.current_session())
    sessions.renew()
