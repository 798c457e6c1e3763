"""Frames of a shared screen: put into the chat by one member, seen by members alone."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, Response, redirect, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from ..accounts.access import require_user
from ..db import db
from ..errors import Invalid, Refusal
from ..limits import FRAMES, limit
from ..log import transaction
from ..rooms.access import membership_for, standing_in
from ..rooms.models import Membership
from .access import attachment_in, refuse_pictures
from .actions import post_message
from .pictures import MOST_BYTES, Picture, folder_of, remove_picture, store_picture


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/room/<code>/frames", view_func=limit(*FRAMES)(post_frame), methods=["POST"])
    bp.add_url_rule("/room/<code>/frames/<name>", view_func=show_frame)


def post_frame(code: str) -> AnyResponse:
    """`picture` is the file, `of` whose screen it is (a user's id), `client_id` makes a retry harmless."""
    standing = membership_for(require_user(), code)
    if not standing.room.chat_enabled:
        raise Refusal("CHAT_DISABLED")
    refuse_pictures(standing.room)
    room_id, words = standing.room_id, _words(standing)
    db.session.rollback()  # nothing is held while the picture is drawn
    upload = request.files.get("picture")
    if upload is None:
        raise Invalid({"picture": "A picture is missing."})
    picture = store_picture(room_id, upload.read(MOST_BYTES + 1))
    try:
        is_kept = _post(code, words, picture)
    except BaseException:
        remove_picture(room_id, picture.name)
        raise
    if not is_kept:
        remove_picture(room_id, picture.name)
    if request.accept_mimetypes.accept_html:
        return redirect(f"/room/{code}/messages#end", 303)
    return Response(status=204)


def show_frame(code: str, name: str) -> Response:
    """Asked anew each time, for the browser's own copy too: who was removed sees it no more."""
    room = membership_for(require_user(), code).room
    attachment = attachment_in(room, name)
    response = send_from_directory(folder_of(room.id), attachment.name, mimetype=attachment.media_type)
    response.cache_control.private = True
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _post(code: str, words: str, picture: Picture) -> bool:
    """Whether the message took the picture: one that was sent before has its own."""
    with transaction():
        # Asked anew: drawing took a while.
        standing = membership_for(require_user(), code)
        client_id = request.form.get("client_id") or str(uuid4())
        message = post_message(standing, client_id, words, picture)
        return any(each.name == picture.name for each in message.attachments)


def _words(standing: Membership) -> str:
    """What the message says: whose screen it was, where that person is in the room."""
    user_id = request.form.get("of", type=int)
    other = standing_in(standing.room, user_id) if user_id is not None else None
    if other is None or not other.is_current:
        return "A frame of a shared screen"
    return f"A frame of {other.user.display_name}’s screen"
