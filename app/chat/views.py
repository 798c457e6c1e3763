"""The HTML doors of chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ..accounts.access import require_user
from ..answers import is_fragment
from ..errors import Refusal
from ..limits import MESSAGES, limit
from ..log import transaction
from ..rooms.access import membership_for
from . import frames
from .access import draft_of, page_for
from .actions import post_message
from .lines import among

bp = Blueprint("chat", __name__)
frames.routes(bp)

KEEPS_THE_WORDS = ("INVALID", "CHAT_DISABLED", "CLIENT_ID_REUSED")


@bp.app_context_processor
def _words_of_templates() -> dict[str, Callable[..., Any]]:
    return {"draft_of": draft_of, "among": among}


@bp.get("/room/<code>/messages")
def messages(code: str) -> Response:
    """A page of what was said: the newest, or those before `?before=`; with `?watch=` it looks again by itself."""
    return _page(code, request.args.get("before", type=int))


@bp.post("/room/<code>/messages")
@limit(*MESSAGES)
def post(code: str) -> AnyResponse:
    """Say something. Scripts get 204 and hear of it by the same push as everybody."""
    client_id, body = request.form.get("client_id") or str(uuid4()), request.form.get("body", "")
    try:
        with transaction():
            message_id = post_message(membership_for(require_user(), code), client_id, body).id
    except Refusal as refusal:
        return _refused(code, refusal, body)
    if not _is_script():
        return redirect(f"/room/{code}/messages#end", 303)
    return Response(status=204, headers={"X-Message-Id": str(message_id)})


def _refused(code: str, refusal: Refusal, body: str) -> Response:
    """The form again, with the words and what is wrong with them; scripts keep the words themselves."""
    if _is_script() or refusal.code not in KEEPS_THE_WORDS:
        raise refusal
    answer = _page(code, None, body=body, problem=refusal.words)
    answer.status_code = refusal.status
    return answer


def _page(code: str, before: int | None, **typed: str) -> Response:
    room, (messages, has_more) = page_for(require_user(), code, before)
    template = "chat/_earlier.html" if is_fragment() else "chat/messages.html"
    context = {"room": room, "messages": messages, "has_more": has_more, "before": before, "activity": []}
    is_watching = before is None and "watch" in request.args and not typed
    answer = make_response(render_template(template, **context, is_watching=is_watching, **typed))
    answer.vary.add("HX-Request")
    return answer


def _is_script() -> bool:
    """Whether no page is wanted in answer: htmx asks, or the composer, which accepts problems alone."""
    return is_fragment() or not request.accept_mimetypes.accept_html
