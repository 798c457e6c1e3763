"""One's rooms: the menu of the bar, and all of them with their history."""

from __future__ import annotations

import math

from flask import Blueprint, render_template, request
from flask_login import current_user

from ..accounts.access import require_user
from ..db import db
from ..events import on
from ..realtime.audience import user_audience
from ..realtime.broadcast import push
from ..realtime.partial import hx_partial, partial
from ..rooms.access import history_of, standing_in
from ..rooms.events import MemberJoined, RoomCreated
from ..rooms.models import Room
from .cards import cards_of, room_cards
from .home import may_create

PAGE = 50


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/rooms/menu", view_func=menu)
    bp.add_url_rule("/rooms", view_func=history)


def menu() -> str:
    """Created and joined rooms with live counts, for the account menu."""
    require_user()
    cards = room_cards(current_user)
    return render_template(
        "rooms/_menu.html",
        created=[card for card in cards if card.is_created],
        joined=[card for card in cards if not card.is_created],
        can_create=may_create(),
    )


def history() -> str:
    """Every room one was ever in, fifty to a page."""
    require_user()
    page = max(1, request.args.get("page", 1, type=int))
    standings, total = history_of(current_user, page, PAGE)
    return render_template(
        "rooms/history.html",
        rooms=cards_of(standings),
        page=page,
        pages=max(1, math.ceil(total / PAGE)),
        total=total,
        can_create=may_create(),
    )


@on(RoomCreated, MemberJoined)
def put_room_on_lists(event: RoomCreated | MemberJoined) -> None:
    """Whoever has come to belong to a room finds it on the home page they have open."""
    user_id = event.user_id if isinstance(event, MemberJoined) else event.actor_id
    standing = standing_in(db.session.get_one(Room, event.room_id), user_id or 0)
    if standing is None or standing.room.is_direct:
        return
    (card,) = cards_of([standing])
    room_id = standing.room_id
    item = hx_partial("#rooms", partial("rooms/_room_item.html", card=card), "afterbegin")
    content = hx_partial(f"#room-{room_id}", "", "delete") + item
    push(user_audience(standing.user_id), "rooms:changed", data={"room_id": room_id}, content=content)
