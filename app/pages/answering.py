"""Answering a knock without opening the room: from a notification, perhaps on a locked screen.

What counts is the signed token, no cookie: it names one knock, one host's device and one answer.
"""

from __future__ import annotations

from flask import Blueprint, Flask, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ..calls.admitting import answer_one
from ..errors import Refusal
from ..limits import HOSTING, address, guess, limit
from ..log import transaction
from ..notices.knock_tokens import answer_token, host_behind, read_answer
from ..rooms.models import Knock


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/knocks/answer", view_func=guess(confirm_answer))
    post = limit(*HOSTING, key_func=address)(guess(give_answer))
    bp.add_url_rule("/knocks/answer", view_func=post, methods=["POST"], endpoint="give_answer")


def install(app: Flask) -> None:
    """A signed token cannot be forged by another site: these doors need no token of a form."""
    app.extensions["csrf"].exempt(f"{__name__}.give_answer")


def confirm_answer() -> AnyResponse:
    """What a notification opens where it has no buttons: looking changes nothing."""
    read = read_answer(request.args.get("token", ""))
    _, knock = host_behind(read)
    tokens = {each: answer_token(knock.id, read.session_id, each, read.until) for each in ("admitted", "declined")}
    return _page(knock=knock, room=knock.room, tokens=tokens, said="")


def give_answer() -> AnyResponse:
    """`token`; a second use hears KNOCK_OVER, whoever was first."""
    read = read_answer(request.form.get("token", ""))
    with transaction():
        standing, knock = host_behind(read)
        if knock.state != "waiting" or knock.room.is_over:
            raise _over(knock)
        said = answer_one(standing, knock.id, read.answer)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(said=said)
    return _page(knock=knock, room=knock.room, tokens={}, said=said)


def _over(knock: Knock) -> Refusal:
    refusal = Refusal("KNOCK_OVER", words="This knock has been answered already, or nobody waits any more.")
    refusal.ways = ((f"/room/{knock.room.code}", "Open the room"), ("/", "Go home"))
    return refusal


def _page(**context: object) -> Response:
    response = make_response(render_template("rooms/knock_answer.html", **context))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
