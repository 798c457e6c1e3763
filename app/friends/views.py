"""The HTML doors of friends."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from ..accounts.access import person_for, require_account, require_user
from ..answers import ask, done, is_fragment
from ..errors import Invalid
from ..limits import limit
from ..log import transaction
from . import actions
from .access import between, friendship_with, person_to_ask, request_from, request_to, requests_for, standing
from .broadcasts import friends_panel

bp = Blueprint("friends", __name__, url_prefix="/friends")


@bp.get("")
def show_friends() -> str:
    """Friends with who is online, requests both ways, and a field to ask by username."""
    require_account()
    return _page({})


@bp.get("/with/<int:user_id>")
def show_standing(user_id: int) -> str:
    """What one may do about one person: ask, answer, take back, remove."""
    user = require_user()
    person = person_for(user, user_id)
    found = between(user, person)
    return ask("friends/_standing.html", person=person, standing=standing(user, person), friend_request=found)


@bp.post("/requests")
@limit("friend-requests", "20 per hour")
def send_request() -> Response:
    """To `user_id` (somebody one may see) or to `username` (exactly)."""
    user = require_account()
    try:
        with transaction():
            username = request.form.get("username", "")
            person = person_to_ask(user, request.form.get("user_id", 0, type=int), username)
            sent = actions.request_friend(user, person)
            is_friend, name = sent.state == "accepted", person.username or person.display_name
    except Invalid as problem:
        if is_fragment():
            raise
        return make_response(_page(problem.fields), problem.status)
    return done("/friends", f"You and {name} are friends now" if is_friend else f"Friend request sent to {name}")


@bp.post("/requests/<int:request_id>/accept")
def accept(request_id: int) -> Response:
    user = require_account()
    with transaction():
        found = request_to(user, request_id)
        actions.accept(found)
        name = found.sender.username
    return done("/friends", f"You and {name} are friends now")


@bp.post("/requests/<int:request_id>/decline")
def decline(request_id: int) -> Response:
    user = require_account()
    with transaction():
        actions.decline(request_to(user, request_id))
    return done("/friends", "Request declined")


@bp.post("/requests/<int:request_id>/cancel")
def cancel(request_id: int) -> Response:
    user = require_account()
    with transaction():
        actions.cancel(request_from(user, request_id))
    return done("/friends", "Request taken back")


@bp.post("/<int:user_id>/remove")
def remove(user_id: int) -> Response:
    user = require_account()
    with transaction():
        actions.remove(friendship_with(user, user_id), user)
    return done("/friends", "Removed from your friends")


def _page(errors: dict[str, str]) -> str:
    """Drawn by the same partials that are pushed; only the page gives them what forms without scripts need."""
    user = require_account()
    csrf = generate_csrf()
    return render_template(
        "friends/friends.html",
        form=request.form,
        errors=errors,
        requests=requests_for(user),
        friends=friends_panel(user, csrf),
        csrf=csrf,
    )
