"""Becoming somebody: a new account, or a guest's own."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from ...answers import go
from ...errors import Invalid
from ...limits import limit
from ...log import transaction
from .. import sessions
from ..actions import register_account
from ..heading import heading
from ..models import User


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/register", view_func=show_registration)
    bp.add_url_rule("/register", view_func=limit("register")(register), methods=["POST"], endpoint="register")


def show_registration() -> str | Response:
    """The form; a guest's name is filled in already."""
    if current_user.is_authenticated and not current_user.is_guest:
        return go(heading())
    return _form({"display_name": current_user.display_name} if current_user.is_authenticated else {})


def register() -> Response:
    """A new account, signed in at once. A guest becomes it and keeps what they wrote and where they are."""
    if current_user.is_authenticated and not current_user.is_guest:
        return go(heading())
    try:
        with transaction():
            _register(sessions.user_of_request())
    except Invalid as problem:
        return make_response(_form(request.form, problem.fields), problem.status)
    return go(heading())


def _register(guest: User | None) -> None:
    fields = ("display_name", "username", "email", "password")
    given = {field: request.form.get(field, "") for field in fields}
    user = register_account(**given, guest=guest)
    if guest is None:
        sessions.sign_in(user)
    else:
        sessions.renew()


def _form(form: object, errors: dict[str, str] | None = None) -> str:
    return render_template("accounts/register.html", form=form, errors=errors or {}, next=heading())
