"""The one-time link by which the first administrator is made."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from flask_login import current_user

from ...accounts.access import require_user
from ...accounts.first_administrator import become_first_administrator, refuse_wrong_token
from ...answers import done
from ...limits import limit
from ...log import transaction
from .asking import logger


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/admin/first", "first", first)
    bp.add_url_rule("/admin/first", "become_first", become, methods=["POST"])


@limit("first-administrator", "20 per minute")
def first() -> Response:
    """What `?token=` offers: to the signed-in account at once, to others after signing in or registering."""
    token = request.args.get("token", "")
    refuse_wrong_token(token)
    may = current_user.is_authenticated and not current_user.is_guest
    response = make_response(render_template("admin/first.html", token=token, may=may))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@limit("first-administrator", "20 per minute")
def become() -> Response:
    with transaction():
        user = require_user()
        become_first_administrator(user, request.form.get("token", ""))
        user_id = user.id
    logger.info("administrator acted", act="become-first-administrator", by=user_id)
    return done("/admin", "You administer this Guftagu now")
