"""Rooms: find them, see who is in, close them."""

from __future__ import annotations

from flask import Blueprint, Response

from ...answers import done
from ...calls.access import people_inside
from ...log import transaction
from ...rooms.actions import close_room
from .. import lists
from ..access import any_open_room
from .asking import ask, me, note, page, wanted


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/rooms", "rooms", rooms)
    desk.add_url_rule("/rooms/<code>/closure", "confirm_closure", confirm)
    desk.add_url_rule("/rooms/<code>/closure", "close_room", close, methods=["POST"])


def rooms() -> str:
    """`?show=` a kind of rooms, `?q=` words in name, code or host, `?page=`."""
    show, search, number = wanted(lists.ROOMS)
    found = lists.rooms(show, search, number)
    ids = [room.id for room in found.rows]
    return page(
        "admin/rooms.html",
        "rooms",
        found=found,
        show=show,
        search=search,
        kinds=lists.ROOMS,
        inside=people_inside(ids),
        reported=lists.reported_rooms(ids),
    )


def confirm(code: str) -> str:
    """The question before it."""
    room = any_open_room(code)
    return ask("admin/confirm_closure.html", room=room, inside=people_inside([room.id]).get(room.id, []))


def close(code: str) -> Response:
    with transaction():
        room = any_open_room(code)
        name, room_id = room.name, room.id
        close_room(room, me(), "ADMIN_CLOSED")
    note("close-room", room=room_id)
    return done("/admin/rooms", f"{name} is closed")
