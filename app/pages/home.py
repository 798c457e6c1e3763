"""Home: two doors, one's rooms with who is in each right now, and friends."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from .. import clock
from ..config import settings
from ..friends.access import friends_of
from ..realtime.presence import online
from ..rooms.invitations import invitations_of
from .cards import room_cards


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/", view_func=home)


def home() -> str:
    """The landing page for visitors, home for everybody else."""
    if not current_user.is_authenticated:
        return render_template(
            "home/landing.html", room_creation=settings().room_creation, code_length=settings().room_code_length
        )
    cards = room_cards(current_user)
    friends = [] if current_user.is_guest else friends_of(current_user)
    here = online([friend.id for friend in friends])
    return render_template(
        "home/home.html",
        rooms=cards,
        invitations=[] if current_user.is_guest else invitations_of(current_user),
        live=sum(1 for card in cards if card.count),
        friends=sorted(friends, key=lambda friend: (friend.id not in here, friend.display_name.casefold())),
        online=here,
        hour=clock.now().hour,
        can_create=may_create(),
        code_length=settings().room_code_length,
    )


def may_create() -> bool:
    """Whether ROOM_CREATION lets the viewer open rooms."""
    who = settings().room_creation
    return who == "anyone" or (who == "accounts" and not current_user.is_guest) or current_user.is_administrator
