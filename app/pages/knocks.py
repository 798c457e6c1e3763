"""The doors of the waiting room: for who waits, and for the hosts who answer."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from ..accounts.access import require_user
from ..answers import ask, done, go
from ..calls import admitting
from ..errors import Refusal
from ..limits import HOSTING, NOTES, guess, limit
from ..log import transaction
from ..rooms.access import host_membership_for, must_knock, room_for
from ..rooms.actions import leave_note, see, step_away, withdraw
from ..rooms.knocks import last_knock, waiting_in
from ..rooms.models import Knock
from .door import door_page
from .viewer import user_for, viewer


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/room/<code>/knock", view_func=guess(show_asking))
    note = limit(*NOTES)(guess(change_note))
    bp.add_url_rule("/room/<code>/knock", view_func=note, methods=["POST"], endpoint="change_note")
    bp.add_url_rule("/room/<code>/knock/state", view_func=guess(state))
    bp.add_url_rule("/room/<code>/knock/absence", view_func=guess(go_away), methods=["POST"])
    bp.add_url_rule("/room/<code>/knock/withdrawal", view_func=guess(give_up), methods=["POST"])
    bp.add_url_rule("/room/<code>/knocks", view_func=show_knocks)
    hosting = limit(*HOSTING)
    bp.add_url_rule("/room/<code>/knocks", view_func=hosting(answer_all), methods=["POST"])
    one = "/room/<code>/knocks/<int:knock_id>"
    bp.add_url_rule(one, view_func=hosting(answer_one), methods=["POST"])
    bp.add_url_rule(one, view_func=look_again)


def show_asking(code: str) -> str | AnyResponse:
    """Ask to join: the way on from a private room that has a waiting room."""
    room = room_for(viewer(), code)
    knocks = must_knock(room, user_for(room))
    last = last_knock(room, user_for(room))
    if not knocks or (last is not None and last.state == "waiting"):
        return go(f"/room/{room.code}")
    return door_page(room)


def change_note(code: str) -> AnyResponse:
    """Other words for the hosts, while one waits."""
    with transaction():
        leave_note(_own_knock(code), request.form.get("note", ""))
    return done(f"/room/{code}", "The host can read your note now")


def state(code: str) -> Response:
    """How one's own knock stands, for a page that hears nothing; asking is a sign of life."""
    with transaction():
        knock = _own_knock(code)
        see(knock)
        found = knock.state
    return jsonify(state=found)


def go_away(code: str) -> AnyResponse:
    """The page is closed or loaded anew; nobody reads the answer."""
    with transaction():
        step_away(_own_knock(code))
    return Response(status=204)


def give_up(code: str) -> AnyResponse:
    with transaction():
        withdraw(_own_knock(code))
    return go("/")


def show_knocks(code: str) -> str:
    """Who waits, for hosts without scripts."""
    standing = host_membership_for(require_user(), code)
    return ask("rooms/knocks.html", room=standing.room, knocks=waiting_in(standing.room))


def answer_one(code: str, knock_id: int) -> AnyResponse:
    """`answer`: admitted or declined."""
    with transaction():
        standing = host_membership_for(require_user(), code)
        said = admitting.answer_one(standing, knock_id, request.form.get("answer", ""))
    return done(f"/room/{code}/knocks", said)


def look_again(code: str, knock_id: int) -> AnyResponse:
    """Where a reload of a refused answer leads: back to who waits."""
    return go(f"/room/{code}/knocks")


def answer_all(code: str) -> AnyResponse:
    """The same for all who wait, as far as there are seats."""
    with transaction():
        said = admitting.answer_all(host_membership_for(require_user(), code), request.form.get("answer", ""))
    return done(f"/room/{code}/knocks", said)


def _own_knock(code: str) -> Knock:
    """The viewer's own; of a room at which they have not knocked they hear what strangers hear."""
    user = require_user()
    knock = last_knock(room_for(user, code), user)
    if knock is None:
        raise Refusal("NOT_FOUND")
    return knock
