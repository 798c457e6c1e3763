"""Asking people in from the page, and following an invitation's link."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from ..accounts.access import require_user
from ..accounts.models import User
from ..answers import ask, done
from ..errors import Refusal
from ..friends.access import friends_of
from ..limits import limit
from ..log import transaction
from ..realtime.presence import online
from ..rooms.access import membership_for, room_invited_to
from ..rooms.actions import invite
from . import links


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/room/<code>/invitations", view_func=show_invitations)
    bp.add_url_rule("/room/<code>/invitations", view_func=limited_send, methods=["POST"], endpoint="invite")
    bp.add_url_rule("/i/<token>", view_func=follow_link)


def show_invitations(code: str) -> str:
    """The Invite People dialog: code, link, QR, and friends to tick."""
    standing = membership_for(require_user(), code)
    friends = [] if current_user.is_guest else friends_of(current_user)
    may_invite = standing.is_host or (standing.room.is_public and not current_user.is_guest)
    room, link = standing.room, links.room_url(standing.room.code)
    if may_invite:
        link = links.link_to(standing)
    return ask(
        "rooms/_invite_dialog.html",
        room=room,
        link=link,
        qr=links.qr_svg(link),
        friends=friends if may_invite else [],
        online=online([friend.id for friend in friends]),
    )


def send(code: str) -> Response:
    """Invite every ticked friend (`friend`, repeated)."""
    chosen = set(request.form.getlist("friend"))
    with transaction():
        standing = membership_for(require_user(), code)
        friends: list[User] = [friend for friend in friends_of(current_user) if str(friend.id) in chosen]
        if not friends:
            raise Refusal("INVALID", message="Tick at least one friend.")
        for friend in friends:
            invite(standing, friend)
    names = friends[0].display_name if len(friends) == 1 else f"{len(friends)} friends"
    return done(f"/room/{code}", f"Invitation sent to {names}")


limited_send = limit("invitations", "30 per hour")(send)


def follow_link(token: str) -> Response:
    """Remember the invitation and go to the room; the secret stays out of its address."""
    room = room_invited_to(token)
    session["invitation"] = token
    response = make_response(redirect(f"/room/{room.code}", 303))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
