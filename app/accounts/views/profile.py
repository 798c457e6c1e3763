"""One's own profile: name, username, picture and a few words."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, render_template, request
from werkzeug.wrappers import Response

from ...answers import go
from ...db import db
from ...errors import Invalid
from ...limits import limit
from ...log import transaction
from ..access import require_user
from ..actions import change_avatar, change_profile
from ..avatars import remove_avatar, store_avatar
from ..models import User


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/profile", view_func=show_profile)
    bp.add_url_rule("/profile", view_func=limit("profile")(save_profile), methods=["POST"], endpoint="save_profile")


def show_profile() -> str:
    user = require_user()
    form = {"display_name": user.display_name, "username": user.username or "", "bio": user.bio}
    return _form(user, form)


def save_profile() -> Response:
    """All fields at once; `picture` is a file, `remove_picture` takes the present one away."""
    user, given, picture = require_user(), request.form.get, None
    try:
        picture = _picture(user)
        with transaction():
            change_profile(user, given("display_name") or "", given("username"), given("bio"))
            outdated = _change_picture(user, picture)
    except Invalid as problem:
        remove_avatar(picture)
        return make_response(_form(user, request.form, problem.fields), problem.status)
    remove_avatar(outdated)
    flash("Your profile is saved.")
    return go("/profile")


def _picture(user: User) -> str | None:
    """The uploaded picture's stored name, None where there was none."""
    upload = request.files.get("picture")
    if upload is None or not upload.filename or user.is_guest:
        return None
    db.session.rollback()  # nothing is held while the picture is drawn
    return store_avatar(upload.read())


def _change_picture(user: User, picture: str | None) -> str | None:
    """The name of the file that is needed no more."""
    if picture is None and "remove_picture" not in request.form:
        return None
    return change_avatar(user, picture)


def _form(user: User, form: object, errors: dict[str, str] | None = None) -> str:
    return render_template("accounts/profile.html", user=user, form=form, errors=errors or {})
