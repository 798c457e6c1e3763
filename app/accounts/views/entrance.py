"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from ...answers import go
from ...errors import Refusal
from ...limits import limit
from ...log import transaction
from .. import sessions
from ..access import require_user
from ..actions import revoke_all_sessions
from ..heading import heading
from .proof import once_proven, prove

AT_THE_FORM = ("WRONG_CREDENTIALS", "USER_DISABLED", "RATE_LIMITED")


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/sign-in", view_func=show_sign_in)
    bp.add_url_rule("/sign-in", view_func=limit("sign-in")(sign_in), methods=["POST"], endpoint="sign_in")
    bp.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])
    bp.add_url_rule("/sign-out/everywhere", view_func=sign_out_everywhere, methods=["POST"])


def show_sign_in() -> str | Response:
    """The form; whoever has an account here and now goes straight on. Guests may have one elsewhere."""
    if current_user.is_authenticated and not current_user.is_guest:
        return go(heading())
    return _form()


def sign_in() -> Response:
    """By username or email. What is wrong is not said: neither name nor password is confirmed."""
    try:
        user = prove(request.form.get("name", ""), request.form.get("password", ""))
    except Refusal as refusal:
        if refusal.code not in AT_THE_FORM:
            raise
        return make_response(_form(refusal), refusal.status, refusal.headers)
    once_proven(sessions.sign_in, user)
    return go(heading())


def sign_out() -> Response:
    with transaction():
        sessions.sign_out()
    return go("/")


def sign_out_everywhere() -> Response:
    """On this device and all others, API clients too."""
    user = require_user()
    with transaction():
        revoke_all_sessions(user)
        sessions.sign_out()
    flash("You are signed out on all devices.")
    return go("/")


def _form(refusal: Refusal | None = None) -> str:
    return render_template(
        "accounts/sign_in.html",
        form=request.form,
        next=heading(),
        problem=refusal.words if refusal else "",
    )
