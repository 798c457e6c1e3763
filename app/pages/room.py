"""The room itself: stage, chat, people and activity on one page; and the way out of it."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from .. import log
from ..accounts.access import require_user
from ..accounts.sessions import current_session
from ..answers import ask, done, go
from ..calls.access import is_inside, live_call, seat_of
from ..calls.actions import leave_call, renew
from ..calls.panel import people_in, people_panel
from ..calls.providers.daily.places import noted_url
from ..chat.access import page_of_messages
from ..errors import Refusal
from ..limits import HOSTING, guess, limit
from ..log import transaction
from ..realtime.audience import room_audience
from ..rooms.access import belongs, member_of, membership_for, room_for
from ..rooms.actions import claim_host as take_over
from ..rooms.actions import transfer_host
from ..rooms.knocks import waiting_in
from ..rooms.models import Membership, Room
from ..rooms.words import names_in, sentence
from . import headers, live
from .door import preview
from .viewer import is_secret
from .waiting import knock_to_show, waiting_page

ACTIVITY = 50


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/room/<code>", view_func=guess(show, exempt_when=_is_theirs))
    bp.add_url_rule("/room/<code>/departure", view_func=ask_departure)
    bp.add_url_rule("/room/<code>/departure", view_func=depart, methods=["POST"], endpoint="depart")
    claim = limit(*HOSTING)(claim_host)
    bp.add_url_rule("/room/<code>/host", view_func=claim, methods=["POST"], endpoint="claim_host")


def show(code: str) -> str:
    """The room for who has a seat in it, its preview for everybody else who may know of it."""
    user = current_user._get_current_object() if current_user.is_authenticated else None
    room = room_for(user, code)
    session = current_session()
    seat = seat_of(session.id, room) if session else None
    if user is None or seat is None:
        knock = knock_to_show(room, user)
        return waiting_page(knock, is_secret=is_secret(room)) if knock else preview(room)
    if not seat.has_connected:
        # However long somebody looked at the page before: this one has a whole lease to connect.
        with transaction():
            renew([seat.id])
    return _inside(membership_for(user, code))


def ask_departure(code: str) -> str:
    """What a host is asked on the way out: hand over, or end the room for all."""
    standing = membership_for(require_user(), code)
    others = [person for person in people_in(standing.room) if person.user.id != standing.user_id]
    return ask("rooms/_leave_dialog.html", room=standing.room, standing=standing, others=others)


def depart(code: str) -> Response:
    """Give up the seat of this device; `heir` becomes the host where one is chosen. One stays a member."""
    session = current_session()
    with transaction():
        standing = membership_for(require_user(), code)
        heir = request.form.get("heir", 0, type=int)
        if heir not in (0, standing.room.host_id) and standing.role in ("owner", "host"):
            transfer_host(standing, member_of(standing.room, heir))
        seat = seat_of(session.id if session else None, standing.room)
        if seat is not None:
            leave_call(seat)
    return go("/")


def claim_host(code: str) -> Response:
    """Take over from a host who is gone: whoever is inside may; the owner may from anywhere, any time."""
    with transaction():
        standing = membership_for(require_user(), code)
        if standing.role != "owner" and not is_inside(standing.user_id, standing.room):
            raise Refusal("NOT_MEMBER")
        take_over(standing)
    return done(f"/room/{code}", "You are the host now")


def _is_theirs() -> bool:
    """Members load their own room however much others guess from the same address."""
    user = current_user._get_current_object() if current_user.is_authenticated else None
    return belongs(user, (request.view_args or {}).get("code", ""))


def _inside(standing: Membership) -> str:
    room = standing.room
    live.follow(room)
    call = live_call(room)
    frame = noted_url(room.id) if call is not None and call.provider == "daily" else None
    people = people_in(room)
    messages, has_more = page_of_messages(room) if room.chat_enabled else ([], False)
    return render_template(
        "rooms/room.html",
        room=room,
        standing=standing,
        people=people,
        people_html=people_panel(room, people),
        knocks=waiting_in(room) if standing.is_host else [],
        messages=messages,
        has_more=has_more,
        activity=_activity(room),
        frame_origin=headers.allow_frame(frame) if frame else "",
    )


def _activity(room: Room) -> list[dict[str, object]]:
    """The newest entries of the room's log in words, oldest first."""
    entries = log.entries_before(room_audience(room.id), None, ACTIVITY)[::-1]
    names = names_in(entries)
    lines = [(entry, sentence(entry.type, entry.actor_id, entry.data, names)) for entry in entries]
    return [{"id": f"line-{entry.seq}", "text": text, "at": entry.at} for entry, text in lines if text]
